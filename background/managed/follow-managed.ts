import { keepUp, hostsChanged } from '../fleet/keep-up.ts'
import { showBadge } from '../fleet/badge.ts'
import { reportStatus } from '../fleet/report.ts'
import type { Worker } from '../worker.ts'
import { enrolAsManaged } from './enrol-managed.ts'
import { takeManaged } from './take-managed.ts'

/**
 * The configuration as it is now, and what follows from it: silent enrolment, another root to trust, other hosts. Called
 * at every start and alarm as well, because an event of the browser may be missed. True when it enrolled this browser.
 */
export async function followManaged(worker: Worker, isSettled: boolean): Promise<boolean> {
  return worker.turns('managed', async () => {
    const isNew = await takeManaged(worker, isSettled)
    const isEnrolled = await enrolAsManaged(worker)
    await showBadge(worker)
    if (!isNew || isEnrolled) return isEnrolled
    await keepUp(worker)
    await hostsChanged(worker)
    await reportStatus(worker)
    return false
  })
}
