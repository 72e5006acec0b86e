import type { Workflow } from '../../../policy/workflow.ts'
import type { z } from '../../../policy/zod.ts'
import type { Bindings } from '../../../protocol/http/packs.ts'
import type { Finding } from '../../../protocol/http/policy.ts'
import { sitePackSchema } from '../../../protocol/site-pack.ts'
import type { SitePack } from '../../../protocol/site-pack.ts'
import { problemsOfPack } from '../../../sites/pack-problems.ts'
import { sentenceOf } from '../../http/validation-sentence.ts'
import { say } from '../../words.ts'
import type { Params, WordKey } from '../../words.ts'
import { placeOf } from './place-words.ts'
import { selectorProblem } from './selector-problem.ts'

export type CheckedPack =
  | { readonly ok: true; readonly pack: SitePack; readonly findings: readonly Finding[] }
  | { readonly ok: false; readonly findings: readonly Finding[] }

interface Given {
  readonly id: string
  readonly pack: unknown
  readonly bindings: Bindings
  readonly workflows: readonly Workflow[]
}

const mostFindings = 50
// Fifty packs of this size would not fit a bundle; one of them never needs to be larger.
const mostCharacters = 300_000

/** Everything that is wrong with a pack somebody made. Errors keep it out of drafts and publications, warnings do not. */
export function checkPack({ id, pack, bindings, workflows }: Given): CheckedPack {
  const finding = (
    severity: Finding['severity'],
    code: string,
    path: Finding['path'],
    params: Params = {},
  ) => ({
    ...{ severity, code, path },
    sentence: say(`pack.${code}` as WordKey, { place: placeOf(path, pack), ...params }),
  })
  if (JSON.stringify(pack).length > mostCharacters)
    return { ok: false, findings: [finding('error', 'TOO_LARGE', [])] }
  const parsed = sitePackSchema.safeParse(pack, { reportInput: true })
  if (!parsed.success)
    return {
      ok: false,
      findings: parsed.error.issues.slice(0, mostFindings).map((issue) => shapeFinding(issue, pack)),
    }

  const { data } = parsed
  const known = new Set(workflows.map((workflow) => workflow.id))
  const surfaces = new Set(data.surfaces.map((surface) => surface.id))
  const errors = [
    ...(data.id === id ? [] : [finding('error', 'ID_CHANGED', ['id'], { id })]),
    ...problemsOfPack(data).map(({ code, path, params }) => finding('error', code, [...path], params)),
    ...selectorsIn(data, []).flatMap(([path, css]) => {
      const code = selectorProblem(css)
      return code === null ? [] : [finding('error', code, [...path], { css: css.slice(0, 100) })]
    }),
    ...Object.entries(bindings).flatMap(([surface, workflow]) => [
      ...(workflow !== null && !known.has(workflow)
        ? [finding('error', 'WORKFLOW_UNKNOWN', bindingPath(data, surface), { workflow })]
        : []),
      ...(surfaces.has(surface)
        ? []
        : [finding('error', 'BINDING_WITHOUT_SURFACE', ['surfaces'], { surface })]),
    ]),
  ]
  if (errors.length > 0) return { ok: false, findings: errors.slice(0, mostFindings) }
  return { ok: true, pack: data, findings: warningsOf(data).slice(0, mostFindings) }

  function warningsOf({ surfaces: all }: SitePack): Finding[] {
    const bound = new Set(workflows.flatMap((workflow) => workflow.surfaces))
    return all.flatMap((surface, index) => {
      const isBound = Object.hasOwn(bindings, surface.id)
        ? bindings[surface.id] !== null
        : bound.has(`${data.id}/${surface.id}`)
      return [
        ...(isBound ? [] : [finding('warning', 'SURFACE_UNBOUND', ['surfaces', index])]),
        ...(surface.backstop !== 'none' && surface.requests.length === 0
          ? [finding('warning', 'REQUEST_MISSING', ['surfaces', index, 'backstop'])]
          : []),
      ]
    })
  }
}

/** What does not even have the shape of a pack, in words that name the place. */
function shapeFinding(issue: z.core.$ZodIssue, pack: unknown): Finding {
  const path = issue.path.map((part) => (typeof part === 'number' ? part : String(part)))
  const place = placeOf(path, pack)
  const isMissing = issue.code === 'invalid_type' && issue.input === undefined
  const isId = issue.code === 'invalid_format' && issue.format === 'regex'
  const sentence = isMissing
    ? say('pack.MISSING', { place })
    : isId
      ? say('pack.ID_FORM', { place })
      : sentenceOf({ keyword: issue.code, instancePath: `/${place}`, params: { ...issue } })
  return { severity: 'error', code: 'SHAPE', path, sentence }
}

function bindingPath(pack: SitePack, surface: string): Finding['path'] {
  const index = pack.surfaces.findIndex(({ id }) => id === surface)
  return index < 0 ? ['surfaces'] : ['surfaces', index]
}

function selectorsIn(value: unknown, at: Finding['path'], key = ''): [Finding['path'], string][] {
  const isSelector =
    key === 'css' || key === 'source' || key === 'target' || at[0] === 'detect' || at[0] === 'scopes'
  if (typeof value === 'string') return isSelector ? [[at, value]] : []
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, part]) =>
    selectorsIn(part, [...at, Array.isArray(value) ? Number(name) : name], name),
  )
}
