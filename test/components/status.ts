import type { ExtensionStatus } from '../../protocol/messages/panel-port.ts'

/** An enrolled, connected browser with nothing waiting, with what differs. */
export function statusWith(differs: Partial<ExtensionStatus> = {}): ExtensionStatus {
  return {
    enrolled: true,
    person: { name: 'Riley Rep', email: 'rep@example.test' },
    serverUrl: 'http://127.0.0.1:4600',
    connection: 'online',
    bundleVersion: 7,
    bundleIssuedAt: new Date(Date.now() - 7_300_000).toISOString(),
    lease: 'fresh',
    waiting: 0,
    unsent: 0,
    rejected: 0,
    missingHosts: [],
    problem: null,
    ...differs,
  }
}
