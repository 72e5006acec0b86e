import { ensureChromium } from '../../test/support/provision-chromium.ts'
import { ensureFirefox } from '../../test/support/provision-firefox.ts'
import { ensurePostgres } from '../../test/support/provision-postgres.ts'
import { ensureRoundcube } from '../../test/support/roundcube.ts'
import { ensureTryton } from '../../test/support/provision-tryton.ts'
import { DEFAULT_CACHE } from '../../test/support/tryton.ts'
import { seededDatabase } from '../../test/support/tryton-database.ts'
import { build, type Target } from '../build.ts'

export const suiteNames = ['unit', 'stores', 'pages', 'e2e', 'firefox', 'long', 'mutation'] as const
export type SuiteName = (typeof suiteNames)[number]

/** Brings what the suite needs. Answers null, or in one sentence why it cannot run here. */
type Prepare = () => Promise<string | null>

export const suites: Readonly<Record<SuiteName, { readonly prepare: Prepare }>> = {
  unit: { prepare: needs() },
  stores: { prepare: needs(postgres) },
  pages: { prepare: needs(chromium, built('console')) },
  e2e: { prepare: needs(chromium, tryton, roundcube, built('chrome', 'console')) },
  firefox: { prepare: needs(firefox, tryton, built('firefox', 'console')) },
  long: { prepare: needs(chromium, firefox, tryton, built('chrome', 'console')) },
  mutation: { prepare: needs() },
}

export function isSuite(word: string): word is SuiteName {
  return (suiteNames as readonly string[]).includes(word)
}

function needs(...parts: readonly Prepare[]): Prepare {
  return async () => {
    for (const part of parts) {
      const reason = await part()
      if (reason !== null) return reason
    }
    return null
  }
}

async function chromium(): Promise<string | null> {
  return reasonOf(ensureChromium())
}

async function firefox(): Promise<string | null> {
  return reasonOf(ensureFirefox())
}

async function postgres(): Promise<string | null> {
  return reasonOf(ensurePostgres())
}

async function tryton(): Promise<string | null> {
  const reason = reasonOf(ensureTryton())
  // Here and not in a hook of the first test, because the first time it takes a minute.
  if (reason === null) await seededDatabase(DEFAULT_CACHE)
  return reason
}

async function roundcube(): Promise<string | null> {
  return reasonOf(ensureRoundcube())
}

function built(...targets: readonly Target[]): Prepare {
  return async () => {
    await build(targets)
    return null
  }
}

function reasonOf(
  provided: { readonly ok: true } | { readonly ok: false; readonly reason: string },
): string | null {
  return provided.ok ? null : provided.reason
}
