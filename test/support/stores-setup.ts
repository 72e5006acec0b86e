import { startPostgres } from './postgres.ts'

/** One throwaway PostgreSQL for the whole suite; the tests find it in DATABASE_URL. */
export default async function setup(): Promise<() => Promise<void>> {
  const postgres = await startPostgres()
  process.env['DATABASE_URL'] = postgres.url
  return postgres.stop
}
