import type { PageProps } from '../../routes.ts'
import { SiteListPage } from './SiteListPage.tsx'
import { SitePage } from './SitePage.tsx'
import './sites.css'

/** Web applications that are governed, or could be: the list, and one of them. */
export function SitesPage({ place, rest }: PageProps) {
  return rest === null ? <SiteListPage /> : <SitePage key={rest} id={rest} view={place.query.get('view')} />
}
