import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const folder = join(import.meta.dirname, '../pages')

/** What a page tries, and how it has to end. */
export interface Attack {
  readonly name: string
  /** The page's own first line. */
  readonly says: string
  /** held: nothing arrives, and the rep is told. blocked: the network let nothing out. refused: no consent was taken.
   *  unwitnessed: nothing can see it, and the surface says so by `backstop: none`. */
  readonly verdict: 'held' | 'blocked' | 'refused' | 'unwitnessed'
  /** What the rep's hand does, in order. */
  readonly hand: readonly (readonly string[])[]
  /** The surface whose action it is. */
  readonly surface: string
  /** What must go on to work on such a page: so many requests that nobody governs. */
  readonly harmless: number
}

const verdicts = ['held', 'blocked', 'refused', 'unwitnessed']

export function readAttacks(): readonly Attack[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.html') && file !== 'plain.html')
    .map((file) => read(file.replace('.html', ''), readFileSync(join(folder, file), 'utf8')))
}

function read(name: string, html: string): Attack {
  const meta = (key: string) => new RegExp(`<meta name="${key}" content="([^"]*)"`).exec(html)?.[1]
  const says = /<!-- (.+?) -->/.exec(html)?.[1]
  const verdict = meta('verdict')
  if (!says || !verdict || !verdicts.includes(verdict)) throw new Error(`${name} does not say what it is`)
  return {
    name,
    says,
    verdict: verdict as Attack['verdict'],
    hand: (meta('hand') ?? '').split(';').flatMap((step) => (step.trim() ? [step.trim().split(' ')] : [])),
    surface: meta('surface') ?? 'launch',
    harmless: Number(meta('harmless') ?? 0),
  }
}
