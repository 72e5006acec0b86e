import type { FastifyReply, FastifyRequest } from 'fastify'
import { refuse } from './problems.ts'

interface Known {
  readonly method: string
  readonly parts: readonly string[]
}

/** Remembers every route, to tell a wrong method from an unknown address. */
export function routeBook() {
  const known: Known[] = []
  return {
    note(route: { readonly method: string | readonly string[]; readonly url: string }): void {
      for (const method of [route.method].flat()) known.push({ method, parts: route.url.split('/') })
    },
    refuseUnknown(request: FastifyRequest, reply: FastifyReply): FastifyReply {
      const parts = (request.url.split('?')[0] ?? '').split('/')
      const methods = known.filter((route) => matches(route.parts, parts)).map((route) => route.method)
      if (methods.length === 0) return refuse(reply, 'NOT_FOUND')
      void reply.header('allow', [...new Set(methods)].join(', '))
      return refuse(reply, 'METHOD_NOT_ALLOWED')
    },
  }
}

function matches(pattern: readonly string[], parts: readonly string[]): boolean {
  return (
    pattern.length === parts.length && pattern.every((part, at) => part.startsWith(':') || part === parts[at])
  )
}
