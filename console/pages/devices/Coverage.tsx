import { Card } from '../../../components/ui/Card.tsx'
import { formatDate, formatRelative, t } from '../../../components/ui/words.ts'
import { fleetFlags } from '../../../protocol/http/devices.ts'
import type { Coverage as Figures, FleetFlag } from '../../../protocol/http/devices.ts'

interface CoverageProps {
  readonly coverage: Figures
  readonly only: string | null
  readonly onOnly: (flag: FleetFlag | null) => void
}

/** The fleet in figures. A figure is a button: it shows the devices it counts. */
export function Coverage({ coverage, only, onOnly }: CoverageProps) {
  const { devices, well, flags, current } = coverage
  if (devices === 0) return null
  const shown = fleetFlags.filter((flag) => flags[flag] > 0 || flag === only)
  return (
    <Card
      title={t('fleet.title', { count: well, all: devices })}
      text={
        current === null
          ? t('fleet.no-policy')
          : t('fleet.current', {
              version: current.version,
              at: formatDate(current.issuedAt),
              age: formatRelative(current.issuedAt),
            })
      }
    >
      <ul className="fleet-figures">
        {shown.map((flag) => (
          <li key={flag}>
            <button
              type="button"
              className="fleet-figure"
              aria-pressed={flag === only}
              onClick={() => onOnly(flag === only ? null : flag)}
            >
              <strong>{flags[flag]}</strong>
              <span>{t(`fleet.${flag}`)}</span>
            </button>
          </li>
        ))}
      </ul>
      <div className="fleet-shares">
        <Shares title={t('fleet.extensions')} of={coverage.extensions} />
        <Shares title={t('fleet.policies')} of={coverage.policies.map(policyWords)} />
        <Shares title={t('fleet.browsers')} of={coverage.browsers} />
        <Shares title={t('fleet.hosts-blocked')} of={coverage.hosts} />
        <Shares title={t('fleet.sites-degraded')} of={coverage.sites} />
        <Shares
          title={t('fleet.groups')}
          of={coverage.groups.map((group) => ({
            name: group.name,
            count: t('fleet.group-well', { count: group.well, all: group.devices }),
          }))}
        />
      </div>
    </Card>
  )
}

interface Share {
  readonly name: string
  readonly count: number | string
}

function Shares({ title, of }: { readonly title: string; readonly of: readonly Share[] }) {
  if (of.length === 0) return null
  return (
    <section className="fleet-share">
      <h3>{title}</h3>
      <dl>
        {of.slice(0, 8).map(({ name, count }) => (
          <div key={name}>
            <dt>
              <bdi>{name}</bdi>
            </dt>
            <dd>{count}</dd>
          </div>
        ))}
      </dl>
      {of.length > 8 && <p className="device-faint">{t('fleet.more', { count: of.length - 8 })}</p>}
    </section>
  )
}

function policyWords({ name, count }: Share): Share {
  return { name: name === '' ? t('fleet.policy-none') : t('version.number', { version: name }), count }
}
