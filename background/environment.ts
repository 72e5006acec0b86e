import { browser } from 'wxt/browser'

/** What the worker uses of the extension API. `sidePanel` is Chromium's. */
export type BrowserApi = Pick<
  typeof browser,
  'runtime' | 'storage' | 'alarms' | 'action' | 'declarativeNetRequest' | 'permissions' | 'scripting'
> &
  Partial<Pick<typeof browser, 'sidePanel' | 'scripting' | 'management'>>

/** Put in by the build (`COUNTERSIGN_ROOT_FINGERPRINT`), for a build that is made for one deployment. */
declare const __ROOT_FINGERPRINT__: string | undefined

/** Everything the worker touches outside itself, so that a test can give it a fake world and end it at any moment. */
export interface Environment {
  readonly browser: BrowserApi
  /** This extension's own origin. */
  readonly origin: string
  readonly fetch: typeof fetch
  /** Fingerprint of the root this build was made for; empty in a build for everybody. */
  readonly compiledRoot: string
  readonly database: {
    readonly name: string
    readonly indexedDB: IDBFactory
    readonly keyRange: typeof IDBKeyRange
  }
  /** Epoch ms of this machine's clock; trusted time is made from it in fleet/trusted-time.ts. */
  readonly now: () => number
  readonly newId: () => string
  readonly random: () => number
  readonly locks: LockManager | null
  /** Short waits while the worker is alive; whatever must happen is also woken by an alarm. */
  readonly later: (milliseconds: number, task: () => void) => void
}

/** Called by `startBackground`, never at module level: WXT loads entrypoints in Node at build time. */
export function browserEnvironment(newId: () => string): Environment {
  return {
    browser,
    origin: location.origin,
    compiledRoot: typeof __ROOT_FINGERPRINT__ === 'string' ? __ROOT_FINGERPRINT__ : '',
    fetch: (input, init) => fetch(input, init),
    database: { name: 'countersign', indexedDB, keyRange: IDBKeyRange },
    now: () => Date.now(),
    newId,
    random: () => Math.random(),
    locks: navigator.locks ?? null,
    later: (milliseconds, task) => {
      setTimeout(task, milliseconds)
    },
  }
}
