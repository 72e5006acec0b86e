import { useState } from 'react'
import { Button } from '../../../components/ui/Button.tsx'
import { Card } from '../../../components/ui/Card.tsx'
import { EmptyState } from '../../../components/ui/EmptyState.tsx'
import { t } from '../../../components/ui/words.ts'
import type { Device } from '../../../protocol/http/devices.ts'
import { client } from '../../client.ts'
import { ConfirmDialog } from '../../ConfirmDialog.tsx'
import { Loaded } from '../../Loaded.tsx'
import { PageHead } from '../../PageHead.tsx'
import { useResource } from '../../use-resource.ts'
import './devices.css'
import { DeviceTable } from './DeviceTable.tsx'
import { EnrolmentDialog } from './EnrolmentDialog.tsx'

export function DevicesPage() {
  const devices = useResource('devices', () => client.devices(), ['policy'])
  const [enrolling, setEnrolling] = useState(false)
  const [revoking, setRevoking] = useState<Device | null>(null)

  async function revoke() {
    if (!revoking) return null
    const answer = await client.revokeDevice(revoking.id)
    if (!answer.ok) return answer.failure
    setRevoking(null)
    devices.reload()
    return null
  }

  const enrol = (
    <Button variant="primary" onClick={() => setEnrolling(true)}>
      {t('devices.enrol')}
    </Button>
  )
  return (
    <>
      <PageHead title={t('nav.devices')} text={t('devices.text')} actions={enrol} />
      <Loaded of={devices}>
        {({ items }) => (
          <Card flush>
            <DeviceTable
              devices={items}
              onRevoke={setRevoking}
              empty={<EmptyState title={t('devices.none.title')} text={t('devices.none.text')} />}
            />
          </Card>
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
    </>
  )
}
