import { DataTable, type Column } from '../../../components/ui/DataTable.tsx'
import { EmptyState } from '../../../components/ui/EmptyState.tsx'
import { Icon } from '../../../components/ui/Icon.tsx'
import { StateBadge } from '../../../components/ui/StateBadge.tsx'
import { t } from '../../../components/ui/words.ts'
import type { Bindings } from '../../../protocol/http/packs.ts'
import type { SitePack } from '../../../protocol/site-pack.ts'
import { capabilitiesOf, type Capabilities } from './capabilities.ts'

const tones = { network: 'ok', 'page-world': 'ok', recorded: 'warn', nothing: 'danger' } as const

/** What each surface can do, made from the pack: where nothing can be stopped, it says so. */
export function CapabilityMatrix({
  pack,
  bindings,
}: {
  readonly pack: SitePack
  readonly bindings: Bindings
}) {
  return (
    <DataTable
      label={t('sites.matrix-table')}
      rows={pack.surfaces.map(capabilitiesOf)}
      rowKey={({ id }) => id}
      empty={<EmptyState title={t('sites.no-surfaces')} />}
      columns={columns(bindings)}
    />
  )
}

function columns(bindings: Bindings): readonly Column<Capabilities>[] {
  return [
    {
      key: 'name',
      header: t('sites.column.surface'),
      cell: ({ id, name }) => (
        <span className="site-name">
          <bdi>{name}</bdi>
          <code className="site-faint">{id}</code>
        </span>
      ),
    },
    {
      key: 'workflow',
      header: t('sites.column.workflow'),
      cell: ({ id }) =>
        bindings[id] ? <code>{bindings[id]}</code> : <StateBadge state={t('sites.unbound')} tone="danger" />,
    },
    {
      key: 'detect',
      header: t('sites.column.detect'),
      cell: ({ detect, locators }) => t(`sites.detect.${detect}`, { count: locators }),
    },
    {
      key: 'annotate',
      header: t('sites.column.annotate'),
      cell: ({ annotates }) => <YesNo is={annotates} />,
    },
    {
      key: 'mouse',
      header: t('sites.column.mouse'),
      cell: ({ mouse }) =>
        mouse.length === 0 ? <YesNo is={false} /> : mouse.map((one) => t(`sites.trigger.${one}`)).join(', '),
    },
    {
      key: 'keys',
      header: t('sites.column.keys'),
      cell: ({ keys, mouse }) =>
        keys.length > 0 ? (
          <span className="site-keys">
            {keys.map((one) => (
              <kbd key={one}>{one}</kbd>
            ))}
          </span>
        ) : mouse.includes('click') ? (
          t('sites.keys.on-control')
        ) : (
          <YesNo is={false} />
        ),
    },
    {
      key: 'request',
      header: t('sites.column.request'),
      cell: ({ requests }) =>
        requests.length === 0 ? (
          <YesNo is={false} />
        ) : (
          <ul className="site-hosts">
            {requests.map((one) => (
              <li key={one}>
                <code>{one}</code>
              </li>
            ))}
          </ul>
        ),
    },
    {
      key: 'behind',
      header: t('sites.column.behind'),
      cell: ({ behind }) => (
        <span className="site-behind">
          <StateBadge state={t(`sites.behind.${behind}`)} tone={tones[behind]} />
          <span className="site-faint">{t(`sites.behind.${behind}.text`)}</span>
        </span>
      ),
    },
  ]
}

function YesNo({ is }: { readonly is: boolean }) {
  return is ? (
    <span className="site-yes">
      <Icon name="check" />
      {t('sites.yes')}
    </span>
  ) : (
    <span className="site-faint">{t('sites.no')}</span>
  )
}
