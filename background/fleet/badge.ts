import { managedStatus } from '../managed/managed-status.ts'
import { managedConfiguration } from '../managed/take-managed.ts'
import { readValue } from '../db/values.ts'
import type { Worker } from '../worker.ts'

/** The number of open holds on the extension's icon; none = `!` where the administrator must act, else no badge. */
export async function showBadge(worker: Worker): Promise<void> {
  const open = await worker.db.holds.where('state').anyOf('waiting', 'ready').count()
  const count = open > 99 ? '99+' : String(open)
  const text = open > 0 ? count : (await isWrong(worker)) ? '!' : ''
  await worker.environment.browser.action.setBadgeText({ text })
}

async function isWrong(worker: Worker): Promise<boolean> {
  if ((await managedStatus(worker)).state === 'misconfigured') return true
  const meant = await managedConfiguration(worker)
  const isRequired = meant !== null && meant.enrolmentRequired !== false
  return isRequired && (await readValue(worker.db, 'enrolment')) === null
}
