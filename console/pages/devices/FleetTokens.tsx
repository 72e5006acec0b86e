import { useState } from 'react'
import { Button } from '../../../components/ui/Button.tsx'
import { Card } from '../../../components/ui/Card.tsx'
import { DataTable } from '../../../components/ui/DataTable.tsx'
import { StateBadge } from '../../../components/ui/StateBadge.tsx'
import { formatDate, t } from '../../../components/ui/words.ts'
import type { FleetToken } from '../../../protocol/http/fleet.ts'
import { client } from '../../client.ts'
import { ConfirmDialog } from '../../ConfirmDialog.tsx'
import { Loaded } from '../../Loaded.tsx'
import { useResource } from '../../use-resource.ts'
import { FleetTokenDialog } from './FleetTokenDialog.tsx'

/** Tokens that enrol a fleet through managed configuration: what each may do, and how often it did. */
export function FleetTokens() {
  const tokens = useResource('fleet-tokens', () => client.fleetTokens())
  const [making, setMaking] = useState(false)
  const [revoking, setRevoking] = useState<FleetToken | null>(null)

  async function revoke() {
    if (!revoking) return null
    const answer = await client.revokeFleetToken(revoking.id)
    if (!answer.ok) return answer.failure
    setRevoking(null)
    tokens.reload()
    return null
  }

  return (
    <Card
      flush
      title={t('tokens.title')}
      text={t('tokens.text')}
      actions={<Button onClick={() => setMaking(true)}>{t('tokens.make')}</Button>}
    >
      <Loaded of={tokens}>
        {({ items }) => (
          <DataTable
            label={t('tokens.title')}
            rows={items}
            rowKey={({ id }) => id}
            empty={<p className="fleet-none">{t('tokens.none')}</p>}
            columns={[
              { key: 'label', header: t('tokens.label'), cell: ({ label }) => <bdi>{label}</bdi> },
              { key: 'scope', header: t('tokens.scope'), cell: scopeWords },
              {
                key: 'uses',
                header: t('tokens.uses'),
                cell: ({ uses, mostUses }) => t('tokens.used', { uses, most: mostUses }),
              },
              {
                key: 'expires',
                header: t('tokens.expires'),
                cell: ({ expiresAt }) => <span className="nowrap">{formatDate(expiresAt)}</span>,
              },
              {
                key: 'state',
                header: t('devices.state'),
                cell: (token) => <State token={token} onRevoke={() => setRevoking(token)} />,
              },
            ]}
          />
        )}
      </Loaded>
      <FleetTokenDialog
        open={making}
        onClose={() => {
          setMaking(false)
          tokens.reload()
        }}
      />
      <ConfirmDialog
        open={revoking !== null}
        title={t('tokens.revoke-title')}
        confirm={t('devices.revoke')}
        onConfirm={revoke}
        onClose={() => setRevoking(null)}
      >
        {revoking && <p>{t('tokens.revoke-text', { label: revoking.label, count: revoking.uses })}</p>}
      </ConfirmDialog>
    </Card>
  )
}

function State({ token, onRevoke }: { readonly token: FleetToken; readonly onRevoke: () => void }) {
  const ended = endOf(token)
  if (ended !== null) return <StateBadge state={t(`tokens.${ended}`)} tone="plain" />
  return (
    <span className="device-state">
      <StateBadge state={t('devices.active')} tone="ok" />
      <Button size="small" variant="quiet" onClick={onRevoke}>
        {t('devices.revoke')}
        <span className="ui-hidden"> {token.label}</span>
      </Button>
    </span>
  )
}

function endOf({
  revokedAt,
  expiresAt,
  uses,
  mostUses,
}: FleetToken): 'revoked' | 'expired' | 'used-up' | null {
  if (revokedAt !== null) return 'revoked'
  if (Date.parse(expiresAt) <= Date.now()) return 'expired'
  return uses >= mostUses ? 'used-up' : null
}

function scopeWords({ group, domain }: FleetToken): string {
  if (group !== null) return t('tokens.scope-group', { group })
  return domain === null ? t('tokens.scope-any') : t('tokens.scope-domain', { domain })
}
