import { useEffect } from 'react'
import { t } from '../../../components/ui/words.ts'
import type { KillState } from '../../../protocol/http/trust.ts'
import { client } from '../../client.ts'
import { Loaded } from '../../Loaded.tsx'
import { PageHead } from '../../PageHead.tsx'
import type { PageProps } from '../../routes.ts'
import { useResource } from '../../use-resource.ts'
import './stop.css'
import { StopForm } from './StopForm.tsx'
import { StoppedList } from './StoppedList.tsx'
import { StopTimes } from './StopTimes.tsx'

/** How long after a stop the reports of the browsers are followed second by second. */
const followMs = 120_000

export function StopPage({ session }: PageProps) {
  const kills = useResource('kills', () => client.kills(), ['kills'])
  useFollow(kills.value, kills.reload)
  return (
    <>
      <PageHead title={t('nav.stop')} text={t('stop.text')} />
      <Loaded of={kills}>
        {(state) => (
          <div className="stop">
            <div className="stop-columns">
              {session.roles.includes('admin') && (
                <StopForm integrations={state.integrations} onState={kills.replace} />
              )}
              <StoppedList state={state} session={session} onState={kills.replace} />
            </div>
            <StopTimes latest={state.latest} stops={state.stops} />
          </div>
        )}
      </Loaded>
    </>
  )
}

/** Reports come from every browser within a second and are not announced one by one: they are asked for. */
function useFollow(state: KillState | null, reload: () => void): void {
  const latest = state?.latest ?? null
  const isMissing = latest !== null && latest.stopped < latest.devices
  const at = latest?.at
  useEffect(() => {
    if (!isMissing || at === undefined) return undefined
    const timer = setInterval(() => {
      if (Date.now() - Date.parse(at) > followMs) clearInterval(timer)
      else reload()
    }, 1000)
    return () => clearInterval(timer)
  }, [isMissing, at, reload])
}
