import type { ColumnType } from 'kysely'

/** JSONB is written as text (node-postgres would turn a JavaScript array into an SQL array) and read as a value. */
export type Jsonb<Value> = ColumnType<Value, string, string>
