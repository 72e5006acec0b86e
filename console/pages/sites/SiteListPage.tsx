import { useState } from 'react'
import { Button } from '../../../components/ui/Button.tsx'
import { Card } from '../../../components/ui/Card.tsx'
import { DataTable } from '../../../components/ui/DataTable.tsx'
import { EmptyState } from '../../../components/ui/EmptyState.tsx'
import { formatNumber, t } from '../../../components/ui/words.ts'
import type { PackSummary } from '../../../protocol/http/packs.ts'
import { client } from '../../client.ts'
import { Link } from '../../Link.tsx'
import { Loaded } from '../../Loaded.tsx'
import { PageHead } from '../../PageHead.tsx'
import { pathTo } from '../../router.ts'
import { useResource } from '../../use-resource.ts'
import { NewSiteDialog } from './NewSiteDialog.tsx'
import { PackBadge } from './PackBadge.tsx'
import { SiteHealth } from './SiteHealth.tsx'

export function SiteListPage() {
  const packs = useResource('packs', () => client.packs(), ['policy'])
  const [asking, setAsking] = useState(false)
  const add = (
    <Button variant="primary" onClick={() => setAsking(true)}>
      {t('sites.new')}
    </Button>
  )
  return (
    <>
      <PageHead title={t('nav.sites')} text={t('sites.text')} actions={add} />
      <Loaded of={packs}>
        {({ items }) => (
          <>
            <div className="site-stack">
              <Card flush>
                <SiteTable packs={items} />
              </Card>
              <SiteHealth />
            </div>
            <NewSiteDialog open={asking} known={items} onClose={() => setAsking(false)} />
          </>
        )}
      </Loaded>
    </>
  )
}

function SiteTable({ packs }: { readonly packs: readonly PackSummary[] }) {
  return (
    <DataTable
      label={t('nav.sites')}
      rows={packs}
      rowKey={({ id }) => id}
      empty={<EmptyState title={t('sites.none.title')} text={t('sites.none.text')} />}
      columns={[
        {
          key: 'name',
          header: t('sites.column.name'),
          cell: ({ id, name }) => (
            <span className="site-name">
              <Link to={pathTo(`/sites/${encodeURIComponent(id)}`)}>
                <bdi>{name}</bdi>
              </Link>
              <code className="site-faint">{id}</code>
            </span>
          ),
        },
        {
          key: 'state',
          header: t('sites.column.state'),
          cell: ({ state, draft }) => <PackBadge state={state} hasDraft={draft !== null} />,
        },
        {
          key: 'version',
          header: t('sites.column.version'),
          align: 'end',
          cell: ({ version }) => (version === null ? '–' : formatNumber(version)),
        },
        { key: 'hosts', header: t('sites.column.hosts'), cell: ({ hosts }) => <Hosts hosts={hosts} /> },
        {
          key: 'surfaces',
          header: t('sites.column.surfaces'),
          align: 'end',
          cell: ({ surfaces }) => formatNumber(surfaces),
        },
        {
          key: 'without',
          header: t('sites.column.without'),
          cell: ({ without }) =>
            without === 0 ? t('sites.without.none') : t('sites.without', { count: without }),
        },
      ]}
    />
  )
}

const shownAtOnce = 3

export function Hosts({ hosts }: { readonly hosts: readonly string[] }) {
  return (
    <ul className="site-hosts">
      {hosts.slice(0, shownAtOnce).map((host) => (
        <li key={host}>
          <code>{host}</code>
        </li>
      ))}
      {hosts.length > shownAtOnce && <li>{t('sites.more-hosts', { count: hosts.length - shownAtOnce })}</li>}
    </ul>
  )
}
