import { say } from '../../words.ts'
import type { WordKey } from '../../words.ts'

type Path = readonly (string | number)[]

const parts: Readonly<Record<string, WordKey>> = {
  surfaces: 'pack.part.surface',
  locators: 'pack.part.locator',
  fields: 'pack.part.field',
  requests: 'pack.part.request',
  triggers: 'pack.part.trigger',
  hosts: 'pack.part.host',
  detect: 'pack.part.detect',
  content: 'pack.part.content',
  recipients: 'pack.part.recipients',
  where: 'pack.part.where',
  present: 'pack.part.present',
  absent: 'pack.part.absent',
}

/** A path into a pack as a person would say it: `surface ‘Save’, locator 2, css`. */
export function placeOf(path: Path, pack: unknown): string {
  const said: string[] = []
  let at = pack
  for (let index = 0; index < path.length; index += 1) {
    const key = path[index] ?? ''
    const part = typeof key === 'string' ? parts[key] : undefined
    const nth = path[index + 1]
    at = memberOf(at, key)
    if (part !== undefined && typeof nth === 'number') {
      at = memberOf(at, nth)
      said.push(say(part, { name: nameOf(at) ?? nth + 1 }))
      index += 1
    } else said.push(String(key).slice(0, 100))
  }
  return said.length === 0 ? say('issue.whole') : said.join(', ')
}

function memberOf(value: unknown, key: string | number): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined
}

function nameOf(value: unknown): string | undefined {
  for (const key of ['name', 'label', 'id']) {
    const name = memberOf(value, key)
    if (typeof name === 'string' && name !== '') return `‘${name.slice(0, 60)}’`
  }
  return undefined
}
