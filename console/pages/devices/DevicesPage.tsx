import { useState } from 'react'
import { Button } from '../../../components/ui/Button.tsx'
import { Card } from '../../../components/ui/Card.tsx'
import { EmptyState } from '../../../components/ui/EmptyState.tsx'
import { t } from '../../../components/ui/words.ts'
import { fleetFlags } from '../../../protocol/http/devices.ts'
import type { Device, FleetFlag } from '../../../protocol/http/devices.ts'
import { client } from '../../client.ts'
import { ConfirmDialog } from '../../ConfirmDialog.tsx'
import { Loaded } from '../../Loaded.tsx'
import { PageHead } from '../../PageHead.tsx'
import { goTo, pathTo, usePlace } from '../../router.ts'
import { useResource } from '../../use-resource.ts'
import { Coverage } from './Coverage.tsx'
import './devices.css'
import './fleet.css'
import { DeviceTable } from './DeviceTable.tsx'
import { EnrolmentDialog } from './EnrolmentDialog.tsx'
import { ExportDevices } from './ExportDevices.tsx'
import { FleetTokens } from './FleetTokens.tsx'

export function DevicesPage() {
  const given = usePlace().query.get('only')
  const only = fleetFlags.find((flag) => flag === given)
  const devices = useResource(`devices ${only ?? ''}`, () => client.devices({ only }), ['policy'])
  const [enrolling, setEnrolling] = useState(false)
  const [revoking, setRevoking] = useState<Device | null>(null)
  const show = (flag: FleetFlag | null) => goTo(pathTo('/devices', { only: flag }), 'replace')

  async function revoke() {
    if (!revoking) return null
    const answer = await client.revokeDevice(revoking.id)
    if (!answer.ok) return answer.failure
    setRevoking(null)
    devices.reload()
    return null
  }

  const actions = (
    <>
      <ExportDevices />
      <Button variant="primary" onClick={() => setEnrolling(true)}>
        {t('devices.enrol')}
      </Button>
    </>
  )
  return (
    <div className="fleet">
      <PageHead title={t('nav.devices')} text={t('devices.text')} actions={actions} />
      <Loaded of={devices}>
        {({ items, total, coverage }) => (
          <>
            <Coverage coverage={coverage} only={only ?? null} onOnly={show} />
            <Card
              flush
              title={only ? t(`fleet.${only}`) : t('fleet.all')}
              text={
                items.length < total
                  ? t('fleet.first', { count: items.length, all: total })
                  : only && t(`fleet.${only}.what`)
              }
              actions={only && <Button onClick={() => show(null)}>{t('fleet.show-all')}</Button>}
            >
              <DeviceTable
                devices={items}
                onRevoke={setRevoking}
                empty={
                  only ? (
                    <EmptyState title={t('fleet.none-of')} text={t('fleet.none-of-text')} />
                  ) : (
                    <EmptyState title={t('devices.none.title')} text={t('devices.none.text')} />
                  )
                }
              />
            </Card>
            <FleetTokens />
          </>
        )}
      </Loaded>
      <EnrolmentDialog
        open={enrolling}
        onClose={() => {
          setEnrolling(false)
          devices.reload()
        }}
      />
      <ConfirmDialog
        open={revoking !== null}
        title={t('revoke.title')}
        confirm={t('revoke.confirm')}
        onConfirm={revoke}
        onClose={() => setRevoking(null)}
      >
        {revoking && <p>{t('revoke.text', { name: revoking.person.name, browser: revoking.browser })}</p>}
      </ConfirmDialog>
    </div>
  )
}
