import type { BrowserApi } from '../../background/environment.ts'

export const extensionId = 'abcdefghijklmnopabcdefghijklmnop'
export const extensionOrigin = `chrome-extension://${extensionId}`

const builtIn = ['http://127.0.0.1/*', 'http://localhost/*']

/** One end of a runtime port. Messages are cloned as the browser does it, and arrive in a later task. */
export interface FakePort {
  readonly name: string
  readonly sender: object | undefined
  postMessage(message: unknown): void
  disconnect(): void
  /** The worker behind it was ended: the port closes, and only the end outside hears of it. */
  cut(): void
  readonly onMessage: FakeEvent<(message: unknown) => void>
  readonly onDisconnect: FakeEvent<() => void>
}

export class FakeEvent<Listener extends (...given: never[]) => unknown> {
  readonly listeners: Listener[] = []
  addListener(listener: Listener): void {
    this.listeners.push(listener)
  }
  emit(...given: Parameters<Listener>): unknown[] {
    return this.listeners.map((listener) => listener(...given))
  }
}

/** What outlives a worker: `storage.local`, `storage.session` and the session rules of the network backstop. */
export interface Profile {
  readonly local: Map<string, unknown>
  /** `storage.session`: outlives a worker, not the browser. */
  readonly session: Map<string, unknown>
  /** What an administrator's policy delivers. */
  readonly managed: Map<string, unknown>
  /** A browser takes a while after its start before it answers. */
  managedAnswers: Promise<unknown>
  /** Installed by that policy. */
  isForced: boolean
  readonly rules: Map<number, { id: number }>
  /** Optional hosts the rep has allowed, and where content scripts were registered. */
  readonly allowed: Set<string>
  readonly scripts: Map<string, { id: string; matches?: string[]; world?: string }>
}

export function createProfile(): Profile {
  return {
    local: new Map(),
    session: new Map(),
    managed: new Map(),
    managedAnswers: Promise.resolve(),
    isForced: false,
    rules: new Map(),
    allowed: new Set(),
    scripts: new Map(),
  }
}

/** The extension API as one worker life sees it. After `step` throws, that life is over. */
export function createFakeBrowser(profile: Profile, step: () => void) {
  const onConnect = new FakeEvent<(port: FakePort) => void>()
  const onMessage = new FakeEvent<
    (message: unknown, sender: object, reply: (value: unknown) => void) => unknown
  >()
  const onAlarm = new FakeEvent<(alarm: { name: string }) => void>()
  const permissionsChanged = new FakeEvent<() => void>()
  const managedChanged = new FakeEvent<() => void>()
  const updateAvailable = new FakeEvent<(update: { version: string }) => void>()
  const reloads: number[] = []
  const alarms: string[] = []
  const badge = { text: '' }
  const api = {
    runtime: {
      id: extensionId,
      onConnect,
      onMessage,
      onInstalled: new FakeEvent<() => void>(),
      onUpdateAvailable: updateAvailable,
      reload: () => void reloads.push(Date.now()),
      getManifest: () => ({
        version: '0.1.0',
        content_scripts: ['ISOLATED', 'MAIN'].map((world) => ({
          matches: builtIn,
          js: [`${world}.js`],
          world,
        })),
      }),
      getPlatformInfo: async () => ({ os: 'linux' }),
    },
    storage: {
      managed: {
        async get() {
          await profile.managedAnswers
          return structuredClone(Object.fromEntries(profile.managed))
        },
        onChanged: managedChanged,
      },
      session: {
        async get(key: string) {
          step()
          const value = profile.session.get(key)
          return value === undefined ? {} : { [key]: structuredClone(value) }
        },
        async set(values: Record<string, unknown>) {
          step()
          for (const [key, value] of Object.entries(values)) profile.session.set(key, structuredClone(value))
        },
      },
      local: {
        async get() {
          step()
          return structuredClone(Object.fromEntries(profile.local))
        },
        async remove(key: string) {
          step()
          profile.local.delete(key)
        },
      },
    },
    management: { getSelf: async () => ({ installType: profile.isForced ? 'admin' : 'normal' }) },
    alarms: {
      onAlarm,
      async create(name: string) {
        alarms.push(name)
      },
    },
    action: {
      async setBadgeText({ text }: { text: string }) {
        badge.text = text
      },
    },
    permissions: {
      onAdded: permissionsChanged,
      onRemoved: permissionsChanged,
      contains: async ({ origins }: { origins: string[] }) =>
        origins.every((origin) => builtIn.includes(origin) || profile.allowed.has(origin)),
    },
    scripting: {
      getRegisteredContentScripts: async () => structuredClone([...profile.scripts.values()]),
      async registerContentScripts(scripts: { id: string }[]) {
        for (const script of scripts) profile.scripts.set(script.id, script)
      },
      async unregisterContentScripts({ ids }: { ids: string[] }) {
        for (const id of ids) profile.scripts.delete(id)
      },
    },
    declarativeNetRequest: {
      async getSessionRules() {
        return structuredClone([...profile.rules.values()])
      },
      async updateSessionRules(change: { removeRuleIds?: number[]; addRules?: { id: number }[] }) {
        for (const id of change.removeRuleIds ?? []) profile.rules.delete(id)
        for (const rule of change.addRules ?? []) profile.rules.set(rule.id, rule)
      },
    },
  }
  return {
    /** Only what the worker calls is there. */
    api: api as unknown as BrowserApi,
    badge,
    alarms,
    onAlarm,
    permissionsChanged,
    managedChanged,
    updateAvailable,
    /** How often the worker started its extension anew. */
    reloads,
    connect(name: string, sender: object): FakePort {
      const [near, far] = createPortPair(name, sender)
      onConnect.emit(far)
      return near
    },
    /** Undefined when nobody answers. */
    sendMessage(message: unknown, sender: object): Promise<unknown> {
      return new Promise((resolve) => {
        const answers = onMessage.emit(structuredClone(message), sender, resolve)
        if (!answers.includes(true)) resolve(undefined)
      })
    },
  }
}

function createPortPair(name: string, sender: object): [FakePort, FakePort] {
  let isOpen = true
  const end = (senderOfOther: object | undefined): FakePort & { other?: FakePort } => ({
    name,
    sender: senderOfOther,
    onMessage: new FakeEvent<(message: unknown) => void>(),
    onDisconnect: new FakeEvent<() => void>(),
    postMessage(message) {
      if (!isOpen) throw new Error('Attempting to use a disconnected port object')
      const copy: unknown = structuredClone(message)
      const { other } = this
      setImmediate(() => {
        if (isOpen) other?.onMessage.emit(copy)
      })
    },
    disconnect() {
      if (!isOpen) return
      isOpen = false
      const { other } = this
      setImmediate(() => other?.onDisconnect.emit())
    },
    cut() {
      if (!isOpen) return
      isOpen = false
      setImmediate(() => this.onDisconnect.emit())
    },
  })
  const near = end(undefined)
  const far = end(sender)
  near.other = far
  far.other = near
  return [near, far]
}
