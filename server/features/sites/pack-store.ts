import { sql } from 'kysely'
import type { Transaction } from 'kysely'
import type { Bindings } from '../../../protocol/http/packs.ts'
import type { SitePack } from '../../../protocol/site-pack.ts'
import type { Tables } from '../../database/tables.ts'

type Tx = Transaction<Tables>

/** A draft that is there. The row stays when a draft goes, so that its revisions never begin again. */
export interface Draft {
  readonly pack: string
  readonly revision: number
  readonly body: SitePack
  readonly bindings: Bindings
  readonly origin: string
  readonly note: string
  readonly savedAt: Date
  readonly savedBy: { readonly id: string; readonly name: string }
}

/** All drafts, or that of one pack. */
export async function readDrafts(tx: Tx, tenant: string, pack?: string): Promise<Draft[]> {
  const rows = await tx
    .selectFrom('pack_drafts as draft')
    .leftJoin('persons as person', (join) =>
      join.onRef('person.tenant', '=', 'draft.tenant').onRef('person.id', '=', 'draft.saved_by'),
    )
    .selectAll('draft')
    .select('person.name')
    .where('draft.tenant', '=', tenant)
    .where('draft.body', 'is not', null)
    .$if(pack !== undefined, (query) => query.where('draft.pack', '=', pack ?? ''))
    .orderBy('draft.pack')
    .limit(200)
    .execute()
  return rows.flatMap(({ body, name, saved_at, saved_by, ...rest }) =>
    body === null ? [] : [{ ...rest, body, savedAt: saved_at, savedBy: { id: saved_by, name: name ?? '' } }],
  )
}

export interface NewDraft {
  readonly tenant: string
  readonly pack: string
  readonly by: string
  /** The revision that was edited; 0 = there was no draft. */
  readonly revision: number
  /** null takes the draft away. */
  readonly body: SitePack | null
  readonly bindings: Bindings
  readonly origin: string
  readonly note: string
}

/** The new revision; null when somebody else's is in between. One statement decides a race. */
export async function writeDraft(tx: Tx, now: Date, given: NewDraft): Promise<number | null> {
  const { tenant, pack, revision } = given
  const values = {
    body: given.body === null ? null : JSON.stringify(given.body),
    bindings: JSON.stringify(given.bindings),
    ...{ origin: given.origin, note: given.note, saved_at: now, saved_by: given.by },
  }
  const written =
    revision === 0
      ? await tx
          .insertInto('pack_drafts')
          .values({ tenant, pack, revision: 1, ...values })
          .onConflict((conflict) =>
            conflict
              .columns(['tenant', 'pack'])
              .doUpdateSet((set) => ({ ...values, revision: set('pack_drafts.revision', '+', 1) }))
              .where('pack_drafts.body', 'is', null),
          )
          .returning('revision')
          .executeTakeFirst()
      : await tx
          .updateTable('pack_drafts')
          .set({ ...values, revision: revision + 1 })
          .where('tenant', '=', tenant)
          .where('pack', '=', pack)
          .where('revision', '=', revision)
          .where('body', 'is not', null)
          .returning('revision')
          .executeTakeFirst()
  return written?.revision ?? null
}

export async function readVersions(tx: Tx, tenant: string, pack: string) {
  return tx
    .selectFrom('pack_versions as version')
    .leftJoin('persons as person', (join) =>
      join.onRef('person.tenant', '=', 'version.tenant').onRef('person.id', '=', 'version.published_by'),
    )
    .selectAll('version')
    .select('person.name')
    .where('version.tenant', '=', tenant)
    .where('version.pack', '=', pack)
    .orderBy('version.version', 'desc')
    .limit(100)
    .execute()
}
export type VersionRow = Awaited<ReturnType<typeof readVersions>>[number]

/** Devices that could not run on every host when they last reported. */
export async function devicesWithoutHosts(tx: Tx, tenant: string) {
  return tx
    .selectFrom('devices as device')
    .innerJoin('persons as person', (join) =>
      join.onRef('person.tenant', '=', 'device.tenant').onRef('person.id', '=', 'device.person'),
    )
    .select([
      'device.id',
      'device.person',
      'device.last_seen_at',
      'device.missing_hosts',
      'person.name',
      'person.email',
    ])
    .where('device.tenant', '=', tenant)
    .where('device.revoked_at', 'is', null)
    .where('device.missing_hosts', '<>', sql<string[]>`'{}'`)
    .orderBy('person.name')
    .limit(1000)
    .execute()
}
export type HostlessDevice = Awaited<ReturnType<typeof devicesWithoutHosts>>[number]
