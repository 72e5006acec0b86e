import { useState } from 'react'
import { Button } from '../../../components/ui/Button.tsx'
import { Card } from '../../../components/ui/Card.tsx'
import { DataTable } from '../../../components/ui/DataTable.tsx'
import { EmptyState } from '../../../components/ui/EmptyState.tsx'
import { StateBadge } from '../../../components/ui/StateBadge.tsx'
import { formatDate, formatNumber, formatRelative, hasWords, t } from '../../../components/ui/words.ts'
import type { SiteTrouble } from '../../../protocol/http/site-health.ts'
import { client } from '../../client.ts'
import { Link } from '../../Link.tsx'
import { Loaded } from '../../Loaded.tsx'
import { pathTo } from '../../router.ts'
import { useResource } from '../../use-resource.ts'
import { FingerprintDialog } from './FingerprintDialog.tsx'

/** Surfaces that pages no longer show as their packs say. Of one site it says nothing while all is well there. */
export function SiteHealth({ site }: { readonly site?: string }) {
  const health = useResource('site-health', () => client.siteHealth(), ['policy'])
  return (
    <Loaded of={health}>
      {({ items }) => {
        const shown = items.filter((item) => site === undefined || item.site === site)
        if (site !== undefined && shown.length === 0) return null
        return (
          <Card title={t('sites.health.title')} text={t('sites.health.text')} flush>
            <Troubles troubles={shown} />
          </Card>
        )
      }}
    </Loaded>
  )
}

function Troubles({ troubles }: { readonly troubles: readonly SiteTrouble[] }) {
  const [built, setBuilt] = useState<SiteTrouble | null>(null)
  return (
    <>
      <DataTable
        label={t('sites.health.table')}
        rows={troubles}
        rowKey={({ site, surface }) => `${site}/${surface}`}
        empty={<EmptyState title={t('sites.health.none.title')} text={t('sites.health.none.text')} />}
        columns={[
          { key: 'surface', header: t('sites.column.surface'), cell: (row) => <Surface trouble={row} /> },
          { key: 'what', header: t('sites.health.what'), cell: ({ missing }) => whatOf(missing) },
          {
            key: 'browsers',
            header: t('sites.health.browsers'),
            align: 'end',
            cell: ({ devices }) => formatNumber(devices),
          },
          {
            key: 'last',
            header: t('sites.health.last'),
            cell: ({ lastAt }) => (
              <time className="nowrap" dateTime={lastAt} title={formatDate(lastAt)}>
                {formatRelative(lastAt)}
              </time>
            ),
          },
          { key: 'state', header: t('sites.column.state'), cell: (row) => <State trouble={row} /> },
          {
            key: 'do',
            header: <span className="ui-hidden">{t('sites.versions.do')}</span>,
            cell: (row) =>
              row.fingerprint !== null && (
                <Button size="small" onClick={() => setBuilt(row)}>
                  {t('sites.health.built')}
                  <span className="ui-hidden"> {row.surfaceName}</span>
                </Button>
              ),
          },
        ]}
      />
      <FingerprintDialog trouble={built} onClose={() => setBuilt(null)} />
    </>
  )
}

function Surface({ trouble }: { readonly trouble: SiteTrouble }) {
  const { site, siteName, surfaceName, accounts } = trouble
  return (
    <span className="site-name">
      <Link to={pathTo(`/sites/${encodeURIComponent(site)}`, { view: 'edit' })}>
        <bdi>{surfaceName}</bdi>
      </Link>
      <bdi className="site-faint">{siteName}</bdi>
      <bdi className="site-faint">{accounts.join(', ')}</bdi>
    </span>
  )
}

function State({ trouble: { mended, devices } }: { readonly trouble: SiteTrouble }) {
  if (mended === null) return <StateBadge state={t('sites.health.open')} tone="warn" />
  return (
    <span className="site-name">
      <StateBadge state={t('sites.health.mended', { version: mended.version })} tone="ok" />
      <span className="site-faint">{t('sites.health.have-it', { count: mended.devices, all: devices })}</span>
    </span>
  )
}

function whatOf(missing: readonly string[]): string {
  const [only] = missing
  if (missing.length === 1 && hasWords(`sites.health.missing.${only}`))
    return t(`sites.health.missing.${only}`)
  const signals = missing.map((by) => (hasWords(`sites.locator.${by}`) ? t(`sites.locator.${by}`) : by))
  return t('sites.health.without', { signals: signals.join(', ') })
}
