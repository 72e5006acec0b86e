import catalogue from '../locales/en/server.json' with { type: 'json' }

export type WordKey = keyof typeof catalogue
export type Params = Readonly<Record<string, string | number>>

/** The sentence under `key`, its `{placeholders}` filled. A placeholder without a value stays visible. */
export function say(key: WordKey, params: Params = {}): string {
  return catalogue[key].replace(/\{(\w+)\}/g, (whole, name: string) => String(params[name] ?? whole))
}
