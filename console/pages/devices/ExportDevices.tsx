import { useState } from 'react'
import { Button } from '../../../components/ui/Button.tsx'
import { t } from '../../../components/ui/words.ts'
import type { DeviceList } from '../../../protocol/http/devices.ts'
import type { Failure } from '../../call.ts'
import { client } from '../../client.ts'
import { download } from '../../download.ts'
import { FailureNotice } from '../../FailureNotice.tsx'
import { devicesTable } from './devices-file.ts'

/** The whole fleet as a file, whatever part of it the page shows. */
export function ExportDevices() {
  const [failure, setFailure] = useState<Failure | null>(null)

  async function take(save: (list: DeviceList) => void) {
    const answer = await client.devices({ all: '1' })
    setFailure(answer.ok ? null : answer.failure)
    if (answer.ok) save(answer.value)
  }

  return (
    <>
      {failure && <FailureNotice failure={failure} />}
      <Button
        onClick={() => void take(({ items }) => download('devices.csv', 'text/csv', devicesTable(items)))}
      >
        {t('register.csv')}
      </Button>
      <Button
        onClick={() =>
          void take((list) => download('devices.json', 'application/json', JSON.stringify(list, null, 2)))
        }
      >
        {t('register.json')}
      </Button>
    </>
  )
}
