import type { ComponentType } from 'react'
import type { Role, Session } from '../protocol/http/session.ts'
import { AcceptableUsePage } from './pages/acceptable-use/AcceptableUsePage.tsx'
import { ApprovalsPage } from './pages/approvals/ApprovalsPage.tsx'
import { AuditPage } from './pages/audit/AuditPage.tsx'
import { DevicesPage } from './pages/devices/DevicesPage.tsx'
import { EnrolPage } from './pages/enrol/EnrolPage.tsx'
import { EscalationsPage } from './pages/escalations/EscalationsPage.tsx'
import { NotFoundPage } from './pages/not-found/NotFoundPage.tsx'
import { PasskeysPage } from './pages/passkeys/PasskeysPage.tsx'
import { PolicyPage } from './pages/policy/PolicyPage.tsx'
import { RegisterPage } from './pages/register/RegisterPage.tsx'
import { SitesPage } from './pages/sites/SitesPage.tsx'
import { StopPage } from './pages/stop/StopPage.tsx'
import { TrainingPage } from './pages/training/TrainingPage.tsx'
import type { Place } from './router.ts'

export interface PageProps {
  readonly session: Session
  readonly place: Place
  /** What follows the area in the path, decoded; null when nothing does. */
  readonly rest: string | null
}

export interface Route {
  /** First part of the path, and the key of its words (`nav.<area>`). */
  readonly area: string
  readonly Page: ComponentType<PageProps>
  readonly roles: readonly Role[]
  /** Whether something may follow the area in the path. */
  readonly takesRest: boolean
}

const everyone: readonly Role[] = ['rep', 'approver', 'admin']

/** In the order of the navigation. The server holds the rights; this only leaves out what it would refuse. */
export const routes: readonly Route[] = [
  { area: 'approvals', Page: ApprovalsPage, roles: everyone, takesRest: true },
  { area: 'escalations', Page: EscalationsPage, roles: everyone, takesRest: false },
  { area: 'acceptable-use', Page: AcceptableUsePage, roles: everyone, takesRest: false },
  { area: 'register', Page: RegisterPage, roles: everyone, takesRest: false },
  { area: 'policy', Page: PolicyPage, roles: everyone, takesRest: true },
  { area: 'sites', Page: SitesPage, roles: ['admin'], takesRest: true },
  { area: 'audit', Page: AuditPage, roles: everyone, takesRest: false },
  { area: 'devices', Page: DevicesPage, roles: ['admin'], takesRest: false },
  { area: 'training', Page: TrainingPage, roles: ['admin'], takesRest: false },
  { area: 'passkeys', Page: PasskeysPage, roles: ['approver', 'admin'], takesRest: false },
  { area: 'enrol', Page: EnrolPage, roles: everyone, takesRest: true },
  { area: 'stop', Page: StopPage, roles: ['approver', 'admin'], takesRest: false },
]

export function routesFor(session: Session): readonly Route[] {
  return routes.filter((route) => route.roles.some((role) => session.roles.includes(role)))
}

/** The page of a path; unknown paths and areas of other roles get the page that says so. */
export function routeOf(path: string, session: Session) {
  const [area = '', rest, ...more] = path.slice(1).split('/')
  const route = routesFor(session).find((candidate) => candidate.area === area)
  if (!route || more.length > 0 || (rest && !route.takesRest))
    return { area: null, Page: NotFoundPage, rest: null }
  return { area, Page: route.Page, rest: decoded(rest) }
}

function decoded(text: string | undefined): string | null {
  if (!text) return null
  try {
    return decodeURIComponent(text)
  } catch {
    // A broken escape in the address names nothing that exists; the page says that it was not found.
    return text
  }
}
