import catalogue from '../locales/en/server.json' with { type: 'json' }

export type WordKey = keyof typeof catalogue
export type Params = Readonly<Record<string, string | number>>

/** The sentence under `key`, its `{placeholders}` filled. */
export function say(key: WordKey, params: Params = {}): string {
  return fill(catalogue[key], params)
}

/** A placeholder without a value stays visible. */
export function fill(sentence: string, params: Params): string {
  return sentence.replace(/\{(\w+)\}/g, (whole, name: string) => String(params[name] ?? whole))
}
