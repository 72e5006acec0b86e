import type { SitePack, Surface } from '../protocol/site-pack.ts'

/** What is wrong with a pack that has the right shape. Words live in the locale file under `pack.<code>`. */
export const packProblemCodes = [
  'HOST_PATTERN',
  'HOST_TOO_WIDE',
  'TEMPLATE_UNSOUND',
  'THRESHOLD_ZERO',
  'THRESHOLD_UNREACHABLE',
  'SCOPE_UNKNOWN',
  'SURFACE_TWICE',
  'SURFACE_UNKNOWN',
  'FIELD_TWICE',
  'FIELD_UNKNOWN',
  'CONTROL_MISSING',
  'NOTHING_GOVERNED',
] as const
export interface PackProblem {
  readonly code: (typeof packProblemCodes)[number]
  readonly path: readonly (string | number)[]
  readonly params: Readonly<Record<string, string | number>>
}

const pattern = /^(\*|https?):\/\/(\*|(?:\*\.)?[a-z0-9-]+(?:\.[a-z0-9-]+)*)(:\d{1,5}|:\*)?\/\*$/i

/** Each of these makes the pack useless or dangerous, so none is only a warning; a pack with any is not used. */
export function problemsOfPack(pack: SitePack): PackProblem[] {
  const scopes = new Set(['document', ...Object.keys(pack.scopes)])
  return [
    ...pack.hosts.flatMap((host, index) => hostProblems(host, ['hosts', index])),
    ...templateProblems(pack.account, ['account']),
    ...twice(pack.surfaces.map((surface) => surface.id)).map((index) =>
      problem('SURFACE_TWICE', ['surfaces', index, 'id'], { id: pack.surfaces[index]?.id ?? '' }),
    ),
    ...(pack.pages ?? []).flatMap((page, index) => pageProblems(pack, page, ['pages', index])),
    ...pack.surfaces.flatMap((surface, index) => surfaceProblems(surface, ['surfaces', index], scopes)),
  ]
}

function pageProblems(
  { surfaces: known }: SitePack,
  { url, surfaces }: NonNullable<SitePack['pages']>[number],
  at: PackProblem['path'],
): PackProblem[] {
  return [
    ...url.flatMap((one, index) => templateProblems(one, [...at, 'url', index])),
    ...surfaces.flatMap((surface, index) =>
      known.some(({ id }) => id === surface)
        ? []
        : [problem('SURFACE_UNKNOWN', [...at, 'surfaces', index], { surface })],
    ),
  ]
}

function surfaceProblems(
  surface: Surface,
  at: PackProblem['path'],
  scopes: ReadonlySet<string>,
): PackProblem[] {
  const { control, triggers, requests, record, when } = surface
  const found: PackProblem[] = []
  for (const [path, scope] of scopesNamed(surface, at))
    if (!scopes.has(scope)) found.push(problem('SCOPE_UNKNOWN', path, { scope }))
  if (control) {
    const reachable = control.locators.reduce((sum, { weight }) => sum + Math.max(0, weight), 0)
    const path = [...at, 'control', 'threshold']
    if (control.threshold <= 0) found.push(problem('THRESHOLD_ZERO', path))
    else if (control.threshold > reachable) found.push(problem('THRESHOLD_UNREACHABLE', path, { reachable }))
  }
  if (!control && triggers.some(({ on }) => on === 'click'))
    found.push(problem('CONTROL_MISSING', [...at, 'control']))
  if (!control && triggers.length === 0 && requests.length === 0) found.push(problem('NOTHING_GOVERNED', at))
  for (const index of twice(surface.fields.map(({ name }) => name)))
    found.push(
      problem('FIELD_TWICE', [...at, 'fields', index, 'name'], { name: surface.fields[index]?.name ?? '' }),
    )
  surface.assistants?.forEach(({ fills }, index) => {
    const known = [...surface.fields, ...surface.content].map(({ name }) => name)
    for (const [which, name] of fills.entries())
      if (!known.includes(name))
        found.push(problem('FIELD_UNKNOWN', [...at, 'assistants', index, 'fills', which], { name }))
  })
  return [
    ...found,
    ...when.url.flatMap((url, index) => templateProblems(url, [...at, 'when', 'url', index])),
    ...(record?.id.from === 'url'
      ? templateProblems(record.id.template, [...at, 'record', 'id', 'template'])
      : []),
    ...requests.flatMap(({ match }, index) =>
      templateProblems(match.url, [...at, 'requests', index, 'match', 'url']),
    ),
  ]
}

/** A match pattern that names the hosts of one application. */
export function isHostPattern(host: string): boolean {
  return hostProblems(host, []).length === 0
}

function hostProblems(host: string, path: PackProblem['path']): PackProblem[] {
  const name = pattern.exec(host)?.[2]
  if (name === undefined) return [problem('HOST_PATTERN', path, { host })]
  // A whole top-level domain is not a web application.
  const isWide = name === '*' || /^\*\.[^.]+$/.test(name)
  return isWide ? [problem('HOST_TOO_WIDE', path, { host })] : []
}

/**
 * Two names with nothing between them that ends the first one can be told apart in many ways, which a page could turn into
 * a standstill; a name that is used twice or begins with a digit cannot be compiled.
 */
function templateProblems(template: string, path: PackProblem['path']): PackProblem[] {
  const isSound = template.split(/\*+/).every((part) => {
    const names = [...part.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name)
    const between = part.split(/\{\w+\}/).slice(1, -1)
    return (
      new Set(names).size === names.length &&
      names.every((name) => !/^\d/.test(name)) &&
      between.every((text) => /[/;,&?]/.test(text)) &&
      !/[{}]/.test(part.replace(/\{\w+\}/g, ''))
    )
  })
  return isSound ? [] : [problem('TEMPLATE_UNSOUND', path, { template })]
}

function scopesNamed(value: unknown, at: PackProblem['path']): [PackProblem['path'], string][] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, part]) => {
    const path = [...at, Array.isArray(value) ? Number(key) : key]
    return key === 'scope' && typeof part === 'string' ? [[path, part]] : scopesNamed(part, path)
  })
}

/** Indices of what was there before. */
function twice(values: readonly string[]): number[] {
  return values.flatMap((value, index) => (values.indexOf(value) < index ? [index] : []))
}

function problem(
  code: PackProblem['code'],
  path: PackProblem['path'],
  params: PackProblem['params'] = {},
): PackProblem {
  return { code, path, params }
}
