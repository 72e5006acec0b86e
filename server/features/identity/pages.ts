import type { FastifyReply } from 'fastify'
import { say } from '../../words.ts'
import type { WordKey } from '../../words.ts'

const escapes: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => escapes[character] ?? '')
}

/** The frame of the few pages this server writes itself. `body` is HTML; every value in it must be escaped already. */
export function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)} · ${escapeHtml(say('product'))}</title>
<link rel="icon" href="/icon.svg">
<link rel="stylesheet" href="/plain-page.css">
</head>
<body><main>
<p class="brand"><img src="/icon.svg" alt="" width="28" height="28">${escapeHtml(say('product'))}</p>
${body}
</main></body></html>`
}

type Notice =
  'sign-in.unavailable' | 'sign-in.interrupted' | 'sign-in.refused' | 'sign-in.no-role' | 'console.not-built'

/** A page that says what happened and what to do. */
export function noticePage(reply: FastifyReply, status: number, notice: Notice): FastifyReply {
  const words = (part: 'title' | 'text' | 'action') => escapeHtml(say(`${notice}.${part}` satisfies WordKey))
  const target = notice === 'console.not-built' ? '/openapi.json' : '/v1/sign-in'
  const body = `<h1>${words('title')}</h1><p>${words('text')}</p><p><a class="button" href="${target}">${words('action')}</a></p>`
  return reply
    .code(status)
    .type('text/html; charset=utf-8')
    .send(page(say(`${notice}.title`), body))
}
