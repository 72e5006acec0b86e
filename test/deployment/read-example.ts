/** Each kind of file as the browser reads it: what is installed by force, and the managed values. */
export interface Example {
  readonly id: string
  readonly install: unknown
  readonly values: Readonly<Record<string, unknown>>
}

export function readLinux(text: string): Example {
  const policy = JSON.parse(text) as {
    ExtensionSettings: Record<string, unknown>
    '3rdparty': { extensions: Record<string, Record<string, unknown>> }
  }
  return onlyOne(policy.ExtensionSettings, policy['3rdparty'].extensions)
}

export function readFirefox(text: string): Example {
  const { policies } = JSON.parse(text) as {
    policies: {
      ExtensionSettings: Record<string, unknown>
      '3rdparty': { Extensions: Record<string, Record<string, unknown>> }
    }
  }
  return onlyOne(policies.ExtensionSettings, policies['3rdparty'].Extensions)
}

/** Registry files: text, `dword:` for a boolean, and a key below with the values 1, 2, … for a list. */
export function readRegistry(text: string): Example {
  let [key, id, install]: [string, string, unknown] = ['', '', null]
  const values: Record<string, unknown> = {}
  for (const line of text.split(/\r?\n/)) {
    key = /^\[(.*)\]$/.exec(line)?.[1] ?? key
    if (
      line.startsWith('[') &&
      !/^\[HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\(Google\\Chrome|Microsoft\\Edge)[\\\]]/.test(line)
    )
      throw new Error(`no key of a policy: ${line}`)
    const [, name, written] = /^"([^"]*)"=(.*)$/.exec(line) ?? []
    if (name === undefined || written === undefined) continue
    const value = written.startsWith('dword:')
      ? Number.parseInt(written.slice(6), 16) === 1
      : (JSON.parse(written) as string)
    const [, found, list] = /\\3rdparty\\extensions\\([a-p]{32})\\policy(?:\\(\w+))?$/.exec(key) ?? []
    if (found !== undefined) id = found
    if (name === 'ExtensionSettings') install = Object.values(JSON.parse(String(value)) as object)[0]
    else if (list === undefined) values[name] = value
    else values[list] = [...((values[list] as unknown[] | undefined) ?? []), value]
  }
  return { id, install, values }
}

/** A configuration profile: one payload for the browser, one for the extension. */
export function readProfile(text: string): Example {
  const { PayloadContent: payloads } = readPlist(text) as { PayloadContent: Record<string, unknown>[] }
  const [browser, extension] = payloads
  if (!browser || !extension) throw new Error('a payload is missing')
  const id = String(extension['PayloadType']).split('.').at(-1) ?? ''
  const isValue = ([name]: [string, unknown]) => !name.startsWith('Payload')
  return {
    id,
    install: (browser['ExtensionSettings'] as Record<string, unknown>)[id],
    values: Object.fromEntries(Object.entries(extension).filter(isValue)),
  }
}

/** The values of a script are JSON between quotes of its own. */
export function readScript(text: string): Example {
  const json = /@'\n([\s\S]*?)\n'@ \| ConvertFrom-Json/.exec(text)?.[1] ?? ''
  const id = /\$extension = '([a-p]{32})'/.exec(text)?.[1] ?? ''
  const install = {
    installation_mode: /installation_mode = '(\w+)'/.exec(text)?.[1],
    update_url: /update_url = '(https:[^']+)'/.exec(text)?.[1],
    override_update_url: text.includes('override_update_url = $true'),
  }
  return { id, install, values: JSON.parse(json) as Record<string, unknown> }
}

/** Google's console wraps each value, and installs by its own form. */
export function readGoogleAdmin(text: string): Readonly<Record<string, unknown>> {
  const wrapped = JSON.parse(text) as Record<string, { Value: unknown }>
  return Object.fromEntries(Object.entries(wrapped).map(([name, { Value }]) => [name, Value]))
}

function onlyOne(
  install: Readonly<Record<string, unknown>>,
  values: Readonly<Record<string, Record<string, unknown>>>,
): Example {
  const [id = '', ...others] = Object.keys(install)
  if (others.length > 0 || !values[id]) throw new Error('an example names one extension, in both places')
  return { id, install: install[id], values: values[id] }
}

function readPlist(text: string): unknown {
  const tokens = [...text.matchAll(/<(\/?)(dict|array|true|false)\/?>|<(key|string|integer)>([^<]*)<\/\3>/g)]
  let at = 0
  const next = (): unknown => {
    const [, closes, kind, leaf, content = ''] = tokens[at++] ?? []
    if (leaf !== undefined) return leaf === 'integer' ? Number(content) : content
    if (kind === 'true' || kind === 'false') return kind === 'true'
    if (closes === '/' || kind === undefined) throw new Error('not a property list')
    const read: unknown[] = []
    while (tokens[at]?.[1] !== '/') read.push(next())
    at++
    if (kind === 'array') return read
    return Object.fromEntries(
      read.flatMap((key, index) => (index % 2 === 0 ? [[String(key), read[index + 1]]] : [])),
    )
  }
  return next()
}
