import type { Database } from './database.ts'
import type { Values } from './rows.ts'

export async function readValue<Key extends keyof Values>(
  db: Database,
  key: Key,
): Promise<Values[Key] | null> {
  const row = await db.values.get(key)
  // Written only by `writeValue` below, under the same key and type.
  return row === undefined ? null : (row.value as Values[Key])
}

export async function writeValue<Key extends keyof Values>(
  db: Database,
  key: Key,
  value: Values[Key],
): Promise<void> {
  await db.values.put({ key, value })
}
