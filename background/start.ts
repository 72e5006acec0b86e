import { uuidv7 } from 'uuidv7'
import { panelPortName } from '../protocol/messages/panel-port.ts'
import { pagePortName } from '../protocol/messages/page-port.ts'
import { checkPacks } from '../sites/registry.ts'
import { fact } from './audit/fact.ts'
import { record } from './audit/record.ts'
import { openDatabase } from './db/database.ts'
import { advanceHold } from './decisions/advance.ts'
import { openOrSetAside } from './db/set-aside.ts'
import { browserEnvironment } from './environment.ts'
import type { Environment } from './environment.ts'
import { catchUp, followHint, hostsChanged, keepUp, policyChanged } from './fleet/keep-up.ts'
import { followEnrolment } from './fleet/follow-enrolment.ts'
import { reportStatus } from './fleet/report.ts'
import { noteUpdate, updateWhenQuiet } from './fleet/update.ts'
import { createStream } from './fleet/stream.ts'
import { followManaged } from './managed/follow-managed.ts'
import { answerExtensionPage } from './messaging/extension-page-messages.ts'
import { acceptPage } from './messaging/page-messages.ts'
import { acceptPanel } from './messaging/panel-messages.ts'
import { createPorts } from './messaging/ports.ts'
import { closeGaps } from './network/backstop.ts'
import { recordBadPacks } from './policy/bad-packs.ts'
import { refreshSlices } from './policy/slices.ts'
import { recordTampering } from './policy/tampering.ts'
import { run } from './run.ts'
import { createTurns } from './turns.ts'
import type { Worker } from './worker.ts'

const alarm = 'keep-up'

/** Composition root: makes the worker, and registers every listener before the first await, or a wake-up is missed. */
export function startBackground(environment: Environment = browserEnvironment(uuidv7)): Worker {
  const { browser } = environment
  const worker: Worker = {
    environment,
    db: openDatabase(environment.database),
    ports: createPorts(),
    packs: checkPacks(),
    turns: createTurns(),
    trusted: null,
    active: null,
    catchingUp: null,
    contactChanged: (isReached) => run('contact', isReached ? catchUp(worker) : policyChanged(worker)),
    holdTouched: (hold) => run('hold', advanceHold(worker, hold)),
  }
  const stream = createStream(worker, (message) => run('hint', followHint(worker, message)))
  const ready = start(worker)
  const onEnrolled = () => enrolled(worker, stream.restart)
  const managed = (isSettled: boolean) =>
    run(
      'managed',
      ready
        .then(() => followManaged(worker, isSettled))
        .then((isEnrolled) => (isEnrolled ? onEnrolled() : undefined)),
    )
  const enrolling = () =>
    run(
      'enrolment',
      ready.then(() => followEnrolment(worker)).then((isEnrolled) => (isEnrolled ? onEnrolled() : undefined)),
    )
  run(
    'start',
    ready.then(() => keepUp(worker)),
  )

  browser.runtime.onConnect.addListener((port) => {
    if (port.name === pagePortName) acceptPage(worker, ready, port)
    else if (port.name === panelPortName) acceptPanel(worker, ready, port)
    else port.disconnect()
  })
  browser.runtime.onMessage.addListener((message: unknown, sender, sendResponse) => {
    const answered = answerExtensionPage(worker, { ready, onEnrolled }, message, sender)
    if (!answered) return false
    run('answer', answered.then(sendResponse))
    return true
  })
  browser.alarms.onAlarm.addListener(({ name }) => {
    if (name !== alarm) return
    stream.revive()
    run(
      'alarm',
      ready.then(() => keepUp(worker)).then(() => updateWhenQuiet(worker)),
    )
    managed(true)
    enrolling()
  })
  // Chromium says when the administrator changes it; Firefox reads it once at its start and has no such event.
  browser.storage.managed.onChanged?.addListener(() => managed(true))
  globalThis.addEventListener?.('online', () =>
    run(
      'online',
      ready.then(() => catchUp(worker)),
    ),
  )
  const allowed = () =>
    run(
      'hosts',
      ready.then(() => hostsChanged(worker)).then(() => reportStatus(worker)),
    )
  browser.permissions.onAdded.addListener(allowed)
  browser.permissions.onRemoved.addListener(allowed)
  browser.runtime.onUpdateAvailable.addListener(({ version }) =>
    run(
      'update',
      ready.then(() => noteUpdate(worker, version)),
    ),
  )
  browser.runtime.onInstalled.addListener(() => {
    run(
      'side panel',
      browser.sidePanel?.setPanelBehavior({ openPanelOnActionClick: true }) ?? Promise.resolve(),
    )
  })
  run('stream', ready.then(stream.revive))
  managed(false)
  enrolling()
  return worker
}

/** What every message waits for: the policy of the last life is in force again. */
async function start(worker: Worker): Promise<void> {
  const { environment } = worker
  const { db, setAside } = await openOrSetAside(environment.database, worker.db)
  worker.db = db
  if (setAside !== null)
    await record(worker, { facts: [fact(worker, 'outbox.recovered', { detail: setAside })] })
  await refreshSlices(worker)
  await recordTampering(worker)
  await recordBadPacks(worker)
  await closeGaps(worker)
  await environment.browser.alarms.create(alarm, { periodInMinutes: 0.5 })
}

async function enrolled(worker: Worker, connect: () => void): Promise<void> {
  await catchUp(worker)
  connect()
}
