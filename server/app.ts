import fastifyCookie from '@fastify/cookie'
import fastifyCors from '@fastify/cors'
import fastify, { LogController } from 'fastify'
import type { FastifyServerOptions } from 'fastify'
import { validatorCompiler } from 'fastify-type-provider-zod'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { proofNonceHeader } from '../protocol/http/proof.ts'
import { approvalRoutes } from './features/approvals/approval-routes.ts'
import { auditRoutes } from './features/audit/audit-routes.ts'
import { backtestRoutes } from './features/backtest/backtest-routes.ts'
import { deviceRoutes } from './features/devices/device-routes.ts'
import { enrolmentRequestRoutes } from './features/devices/enrolment-request-routes.ts'
import { fleetTokenRoutes } from './features/devices/fleet-token-routes.ts'
import { escalationRoutes } from './features/escalations/escalation-routes.ts'
import { explanationRoutes } from './features/explanations/explanation-routes.ts'
import { sessionRoutes } from './features/identity/session-routes.ts'
import { killRoutes } from './features/kills/kill-routes.ts'
import { changeRoutes } from './features/changes/change-routes.ts'
import { learningRoutes } from './features/learning/learning-routes.ts'
import { lessonRoutes } from './features/lessons/lesson-routes.ts'
import { overrideRoutes } from './features/overrides/override-routes.ts'
import { passkeyRoutes } from './features/passkeys/passkey-routes.ts'
import { policyRoutes } from './features/policy/policy-routes.ts'
import { registerRoutes } from './features/register/register-routes.ts'
import { reportRoutes } from './features/reports/report-routes.ts'
import { rolloutRoutes } from './features/rollouts/rollout-routes.ts'
import { reservationRoutes } from './features/reservations/reservation-routes.ts'
import { trustRoutes } from './features/signing/trust-routes.ts'
import { devicePackRoutes } from './features/sites/device-pack-routes.ts'
import { packRoutes } from './features/sites/pack-routes.ts'
import { siteHealthRoutes } from './features/sites/site-health-routes.ts'
import { streamRoutes } from './features/stream/stream-routes.ts'
import type { App } from './http/app-types.ts'
import { accessHook } from './http/authenticate.ts'
import { mapError } from './http/error-mapper.ts'
import { readOnlyJson } from './http/json-parser.ts'
import { loopbackOnly } from './http/loopback-only.ts'
import { describeApi } from './http/openapi.ts'
import { problemOf } from './http/problems.ts'
import { extensionFiles } from './http/extension-files.ts'
import { addSecurityHeaders } from './http/security-headers.ts'
import { staticConsole, wantsPage } from './http/static-console.ts'
import { routeBook } from './http/unknown-route.ts'
import type { Parts } from './parts.ts'

export const bodyLimit = 1_048_576

interface Options {
  readonly consoleFolder: string
  /** What `npm run pack` made; absent = this server hands out no extension. */
  readonly extensionFolder?: string
  readonly logger: NonNullable<FastifyServerOptions['logger']>
  /** Routes of the development provider; absent where a real identity provider is configured. */
  readonly development?: (app: App) => Promise<void>
}

/** Every route, behind the same gates: size, headers, who is asking, shape of the body, one error mapper. */
export async function buildApp(parts: Parts, options: Options): Promise<App> {
  const app: App = fastify({
    logger: options.logger,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit,
    forceCloseConnections: true,
    requestTimeout: 30_000,
    routerOptions: { maxParamLength: 500, ignoreTrailingSlash: false },
    frameworkErrors: (error, request, reply) => void mapError(error, request, reply),
    clientErrorHandler(_error, socket) {
      if (!socket.writable) return
      const body = JSON.stringify(problemOf('REQUEST_INVALID'))
      socket.end(
        `HTTP/1.1 400 Bad Request\r\ncontent-type: application/problem+json\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
      )
    },
  }).withTypeProvider<ZodTypeProvider>()
  app.setValidatorCompiler(validatorCompiler)
  // Answers are made from typed values; checking them again would turn a slip of ours into an error of the caller's.
  app.setSerializerCompiler(() => (value) => JSON.stringify(value))
  app.setErrorHandler(mapError)
  readOnlyJson(app)

  const routes = routeBook()
  app.addHook('onRoute', (route) => routes.note(route))
  await describeApi(app)
  await app.register(fastifyCookie)
  await app.register(fastifyCors, {
    origin: isExtension,
    credentials: false,
    maxAge: 600,
    exposedHeaders: ['etag', 'retry-after', proofNonceHeader],
  })
  app.decorateRequest('principal', null)
  app.decorateRequest('isStreaming', false)
  app.addHook('onRequest', addSecurityHeaders)
  if (options.development !== undefined) app.addHook('onRequest', loopbackOnly)
  app.addHook('onRequest', accessHook(parts))

  const startPage = await staticConsole(app, options.consoleFolder)
  if (options.extensionFolder !== undefined) extensionFiles(app, options.extensionFolder)
  app.setNotFoundHandler((request, reply) =>
    wantsPage(request) ? startPage(reply) : routes.refuseUnknown(request, reply),
  )
  for (const register of [
    ...[
      sessionRoutes,
      deviceRoutes,
      enrolmentRequestRoutes,
      fleetTokenRoutes,
      policyRoutes,
      streamRoutes,
      auditRoutes,
      approvalRoutes,
    ],
    ...[
      explanationRoutes,
      reportRoutes,
      reservationRoutes,
      overrideRoutes,
      registerRoutes,
      killRoutes,
      packRoutes,
      devicePackRoutes,
      siteHealthRoutes,
    ],
    ...[
      trustRoutes,
      changeRoutes,
      rolloutRoutes,
      passkeyRoutes,
      escalationRoutes,
      lessonRoutes,
      learningRoutes,
      backtestRoutes,
    ],
  ])
    register(app, parts)
  await options.development?.(app)
  return app
}

/** Extensions answer for themselves by token; pages of other sites get no answer they can read. */
function isExtension(origin: string | undefined, done: (error: Error | null, allow: boolean) => void): void {
  done(null, /^(chrome|moz)-extension:\/\/[a-z0-9-]{1,64}$/i.test(origin ?? ''))
}
