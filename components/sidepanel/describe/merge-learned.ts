import type { Learned } from '../../../protocol/messages/picker-port.ts'

/** What two uses of one control taught together: a request that carries only changes shows each field in its own time. */
export function mergeLearned(known: Learned, later: Learned): Learned {
  const isKnown = new Set(known.request.fields.map(({ name }) => name))
  const added = later.request.fields.filter(({ name }) => !isKnown.has(name))
  const paths = new Set([...known.request.fields, ...added].map(({ path }) => path.split('.').at(-1)))
  const extra = [...new Set([...known.extra, ...later.extra])].filter((key) => !paths.has(key))
  return {
    request: {
      ...later.request,
      record: later.request.record?.ids ? later.request.record : known.request.record,
      fields: [...known.request.fields, ...added],
      recipients: longer(known.request.recipients, later.request.recipients),
      content: longer(known.request.content, later.request.content),
      undeclared: extra.length > 0 ? null : (later.request.undeclared ?? known.request.undeclared),
    },
    score: Math.max(known.score + added.length * 3, later.score),
    missing: known.missing.filter((name) => later.missing.includes(name)),
    extra,
    carriesUnchanged: later.carriesUnchanged ?? known.carriesUnchanged,
  }
}

function longer<Item>(one: Item[], other: Item[]): Item[] {
  return other.length > one.length ? other : one
}
