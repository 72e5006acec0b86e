import type { Learned } from '../../protocol/messages/picker-port.ts'
import type { SentRequest } from '../sites/match-request.ts'
import { plainText } from '../../reading/parse.ts'
import { isGenerated } from './generated.ts'
import { carrierOf } from './match-value.ts'
import type { Carried, ReadField } from './match-value.ts'
import { isLeaf, nodesOf, parentPath } from './nodes.ts'
import type { BodyNode } from './nodes.ts'
import { literalsOf, namingQuery } from './operation-name.ts'

export interface Use {
  readonly pageOrigin: string
  readonly recordType: string | null
  readonly recordId: string | null
  readonly fields: readonly ReadField[]
  /** Other requests seen meanwhile, to tell constants from names of operations. */
  readonly others: readonly SentRequest[]
}

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const

/** What a request that was seen says about all requests of its kind. Undefined for methods that carry nothing out. */
export function learnRequest(request: SentRequest, use: Use): Learned | undefined {
  const method = methods.find((one) => one === request.method)
  if (!method) return undefined
  const { kind, part } = bodyOf(request)
  const url = new URL(request.url)
  const nodes = nodesOf(part)
  const carried = use.fields.flatMap((read) => {
    const carrier = carrierOf(read, nodes)
    return carrier ? [{ read, ...carrier }] : []
  })
  const idNode = use.recordId === null ? undefined : idIn(nodes, use.recordId)
  const path = pathTemplate(url.pathname, use.recordId)
  const taken = new Set([...carried.map(({ node }) => node.path), ...(idNode ? [idNode.path] : [])])
  const rivals = use.others
    .filter(
      (other) =>
        other.method === method &&
        pathTemplate(new URL(other.url).pathname, null) === pathTemplate(url.pathname, null),
    )
    .map((other) => nodesOf(bodyOf(other).part))
  const where = literalsOf(nodes, taken, rivals).slice(0, 4)
  const named = kind === 'json' ? namingQuery(url.search) : []
  const query = named.map(({ key, value }) => `*${key}=${value}*`).join('')
  const origin = url.origin === use.pageOrigin ? '' : url.origin
  const of = (role: string) => carried.filter(({ read }) => read.field.role === role)
  const container = containerOf(of('field'))
  const extra = extraOf(nodes, taken, where, container)
  return {
    request: {
      match: {
        method,
        url: origin + path + (query && `?${query}`),
        body: kind,
        where: where.map(({ path: at, value }) => ({ path: at, equals: value })),
      },
      record: use.recordType === null ? null : { type: use.recordType, ids: idNode?.path ?? null },
      fields: of('field').map(({ read, node, parse }) => ({
        name: read.field.name,
        label: read.field.label,
        path: node.path,
        parse,
      })),
      recipients: of('recipients').map(({ node, parse }) => ({ path: node.path, parse })),
      content: of('content').map(({ read, node, parse }) => ({
        name: read.field.name,
        path: node.path,
        parse,
      })),
      volume: null,
      undeclared: container && !extra.length ? container : null,
      onlyWhenFieldsPresent: false,
    },
    score:
      carried.length * 3 +
      (idNode || path.includes('{id}') ? 2 : 0) +
      (method === 'GET' ? 0 : 2) +
      where.length,
    missing: use.fields
      .filter((read) => !carried.some((one) => one.read === read))
      .map(({ field }) => field.name),
    extra,
    carriesUnchanged: carriesUnchanged(
      use.fields,
      carried.map(({ read }) => read),
    ),
  }
}

function bodyOf({ url, body }: SentRequest): { kind: 'json' | 'form' | 'none'; part: unknown } {
  const query = Object.fromEntries(new URL(url).searchParams)
  if (body === '') return { kind: 'none', part: query }
  try {
    const parsed: unknown = JSON.parse(body)
    if (typeof parsed === 'object' && parsed !== null)
      return { kind: 'json', part: Array.isArray(parsed) ? (parsed as unknown[])[0] : parsed }
  } catch {
    // No JSON: a form, or something no matcher reads.
  }
  return { kind: 'form', part: { ...query, ...Object.fromEntries(new URLSearchParams(body)) } }
}

function idIn(nodes: readonly BodyNode[], id: string): BodyNode | undefined {
  const same = nodes.filter((node) => isLeaf(node) && plainText(node.value) === id)
  return same.find(({ key }) => /id$/i.test(key)) ?? same[0]
}

/** The address of every such request: the record and what looks made by a machine are left open. */
function pathTemplate(pathname: string, id: string | null): string {
  return pathname
    .split('/')
    .map((part) => {
      if (id !== null && decoded(part) === id) return '{id}'
      return part !== '' && !/^v\d+$/i.test(part) && isGenerated(part.replace(/\.[a-z]{2,4}$/i, ''))
        ? '*'
        : part
    })
    .join('/')
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}

/** The object of the body in which all picked fields stand, if it is one of its own. */
function containerOf(carried: readonly Carried[]): string | null {
  const parents = new Set(carried.map(({ node }) => parentPath(node.path)))
  return parents.size === 1 ? ([...parents][0] ?? '') || null : null
}

function extraOf(
  nodes: readonly BodyNode[],
  taken: ReadonlySet<string>,
  where: readonly { path: string }[],
  container: string | null,
): string[] {
  const known = new Set([...taken, ...where.map(({ path }) => path)])
  const isBeside = ({ path }: BodyNode) => parentPath(path) === (container ?? '')
  return nodes
    .filter((node) => isBeside(node) && ![...known].some((path) => `${path}.`.startsWith(`${node.path}.`)))
    .map(({ key }) => key)
    .slice(0, 20)
}

function carriesUnchanged(all: readonly ReadField[], carried: readonly ReadField[]): boolean | null {
  const unchanged = all.filter(({ field, isChanged }) => field.role === 'field' && !isChanged)
  if (!unchanged.length) return null
  return unchanged.some((read) => carried.includes(read))
}
