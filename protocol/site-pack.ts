import { z } from '../policy/zod.ts'
import { idSchema } from '../policy/workflow.ts'

/*
 * A site pack is all knowledge of one web application, as data. One engine (content-scripts/sites) runs every pack.
 * Templates: `*` matches any run of characters, `{name}` matches a run without `/ ; , & ?` and is bound to `name`.
 * Paths into JSON: dot-separated keys and indices, `*` = every element (`params.0.*`); a string on the way is read as JSON.
 * No regular expressions.
 */
const text = (length: number) => z.string().check(z.maxLength(length))
const css = z.string().check(z.minLength(1), z.maxLength(500))
const template = z.string().check(z.minLength(1), z.maxLength(500))
const path = z.string().check(z.minLength(1), z.maxLength(200))

/** One weighted signal. The element with the highest sum of weights at or above `threshold` is the control. */
const locatorSchema = z.discriminatedUnion('by', [
  z.strictObject({ by: z.literal('attribute'), css, weight: z.number() }),
  z.strictObject({ by: z.literal('role'), role: text(50), name: text(200), weight: z.number() }),
  z.strictObject({ by: z.literal('text'), text: text(200), weight: z.number() }),
  /** The n-th (0-based) element matching `css` inside the scope. */
  z.strictObject({ by: z.literal('position'), css, index: z.int(), weight: z.number() }),
  /** The page is about this entity; `css` is a control shape that is only trusted together with it. */
  z.strictObject({ by: z.literal('entity'), entity: text(200), css, weight: z.number() }),
])

export const controlSchema = z.strictObject({
  /** Candidates are searched inside this scope (an id in `scopes`), visible ones only. */
  scope: text(50),
  locators: z.array(locatorSchema).check(z.minLength(1), z.maxLength(12)),
  threshold: z.number(),
})

/** How a raw value becomes a canonical one. */
export const parseSchema = z.discriminatedUnion('as', [
  z.strictObject({ as: z.literal('text') }),
  /** HTML reduced to its visible text, white space folded. */
  z.strictObject({ as: z.literal('html') }),
  /** `times` turns a unit into the one rules speak of: a fraction into percent by 100. */
  z.strictObject({
    as: z.literal('number'),
    group: text(5),
    decimal: text(1),
    times: z.optional(z.number().check(z.gt(0), z.lte(1e6))),
  }),
  /** `format` uses YYYY, MM, DD; the result is `YYYY-MM-DD`. */
  z.strictObject({ as: z.literal('date'), format: text(20) }),
  /** An object with keys for year, month, day. */
  z.strictObject({ as: z.literal('date-parts'), year: text(50), month: text(50), day: text(50) }),
  z.strictObject({ as: z.literal('boolean') }),
  /** A list of e-mail addresses; display names are dropped, addresses lower-cased. */
  z.strictObject({ as: z.literal('addresses') }),
])

/** Where a value is in the page. `property`: value | checked | text | html | count (of matches) | an attribute name. */
export const pageSourceSchema = z.strictObject({ scope: text(50), css, property: text(50) })

const fieldReadSchema = z.strictObject({
  name: text(100),
  label: text(200),
  from: pageSourceSchema,
  parse: parseSchema,
  /** The action is held when this cannot be read. */
  required: z.boolean(),
})
const requestFieldSchema = z.strictObject({
  name: text(100),
  label: text(200),
  path,
  parse: parseSchema,
})

const recordReadSchema = z.strictObject({
  type: text(200),
  /** Template over the URL (path, query and hash) with `{id}`; or a page source. */
  id: z.discriminatedUnion('from', [
    z.strictObject({ from: z.literal('url'), template }),
    z.strictObject({ from: z.literal('page'), source: pageSourceSchema }),
    z.strictObject({ from: z.literal('none') }),
  ]),
})

export const triggerSchema = z.discriminatedUnion('on', [
  z.strictObject({ on: z.literal('click') }),
  /** `Ctrl+S`, `Ctrl+Enter`, ...; `Mod` is Ctrl or Cmd. Held wherever the focus is while `when` is true. */
  z.strictObject({ on: z.literal('keys'), keys: text(50) }),
  z.strictObject({ on: z.literal('submit'), css }),
  z.strictObject({ on: z.literal('drag'), source: css, target: css }),
])

const matcherSchema = z.strictObject({
  method: z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']),
  url: template,
  body: z.enum(['json', 'form', 'none']),
  /** Where the calls are when one request carries several (`message.actions.*`): each is one on its own, and all are read. */
  each: z.optional(path),
  /** Every one must hold. */
  where: z
    .array(z.strictObject({ path, equals: z.union([text(500), z.number(), z.boolean()]) }))
    .check(z.maxLength(8)),
})

/** One request that carries the operation, and how its body is read into the same canonical action. */
export const requestSchema = z.strictObject({
  match: matcherSchema,
  record: z.nullable(z.strictObject({ type: text(200), ids: z.nullable(path) })),
  fields: z.array(requestFieldSchema).check(z.maxLength(200)),
  recipients: z.array(z.strictObject({ path, parse: parseSchema })).check(z.maxLength(10)),
  content: z.array(z.strictObject({ name: text(100), path, parse: parseSchema })).check(z.maxLength(20)),
  volume: z.nullable(path),
  /**
   * Path of an object whose keys that no `fields` entry reads belong to the action too (as fields named by key, value in
   * canonical JSON): what an approver did not see can never ride along in an approved request.
   */
  undeclared: z.nullable(path),
  /** When true, a matching request that changes none of the `fields` (and they are not empty) is not this operation. */
  onlyWhenFieldsPresent: z.boolean(),
  /** When true the body names only the record: content, recipients and volume are what the page shows of it. */
  fromPage: z.optional(z.boolean()),
})

export const surfaceSchema = z.strictObject({
  id: idSchema,
  name: text(200),
  operation: idSchema,
  when: z.strictObject({
    /** Templates over path, query and hash; one must match; empty = any. */
    url: z.array(template).check(z.maxLength(10)),
    present: z.array(pageSourceSchema).check(z.maxLength(10)),
    absent: z.array(pageSourceSchema).check(z.maxLength(10)),
  }),
  control: z.nullable(controlSchema),
  triggers: z.array(triggerSchema).check(z.maxLength(8)),
  record: z.nullable(recordReadSchema),
  fields: z.array(fieldReadSchema).check(z.maxLength(200)),
  /** When true only fields whose value differs from the baseline belong to the action, and none = nothing to govern. */
  onlyChanges: z.boolean(),
  recipients: z.array(z.strictObject({ from: pageSourceSchema, parse: parseSchema })).check(z.maxLength(10)),
  content: z
    .array(z.strictObject({ name: text(100), label: text(200), from: pageSourceSchema, parse: parseSchema }))
    .check(z.maxLength(20)),
  /** AI controls of the page: pressing what `css` matches puts text into the content or fields named in `fills`. */
  assistants: z.optional(
    z
      .array(z.strictObject({ css, fills: z.array(text(100)).check(z.minLength(1), z.maxLength(20)) }))
      .check(z.maxLength(10)),
  ),
  volume: z.nullable(z.strictObject({ from: pageSourceSchema, parse: parseSchema })),
  requests: z.array(requestSchema).check(z.maxLength(10)),
  success: z.strictObject({
    status: z.array(z.int()).check(z.maxLength(20)),
    /** A JSON path that must be absent from the answer. */
    absent: z.nullable(path),
  }),
  backstop: z.enum(['network', 'page-world', 'none']),
})
export type Surface = z.infer<typeof surfaceSchema>

export const sitePackSchema = z.strictObject({
  format: z.literal(1),
  id: idSchema,
  name: text(200),
  version: z.int().check(z.minimum(1)),
  /** Extension match patterns. */
  hosts: z.array(text(300)).check(z.minLength(1), z.maxLength(50)),
  /** The page is this application when one of these is present. */
  detect: z.array(css).check(z.minLength(1), z.maxLength(10)),
  /** Template over path, query and hash. The account of an action is the host, plus `/` and what `{account}` binds if it is there. */
  account: template,
  /** Named roots; `document` is built in. The first visible match counts. */
  scopes: z.record(idSchema, css),
  surfaces: z.array(surfaceSchema).check(z.minLength(1), z.maxLength(300)),
  /**
   * Types of pages: where `url` fits and each of `present` is there, the controls of `surfaces` are expected. One that is not
   * found there is reported, so that a pack that no longer fits is known before anybody misses a badge.
   */
  pages: z.optional(
    z
      .array(
        z.strictObject({
          url: z.array(template).check(z.minLength(1), z.maxLength(10)),
          present: z.array(css).check(z.maxLength(5)),
          surfaces: z.array(idSchema).check(z.minLength(1), z.maxLength(50)),
        }),
      )
      .check(z.maxLength(100)),
  ),
})
export type SitePack = z.infer<typeof sitePackSchema>
export type Locator = z.infer<typeof locatorSchema>
export type PageSource = z.infer<typeof pageSourceSchema>
export type Parse = z.infer<typeof parseSchema>
export type Matcher = z.infer<typeof matcherSchema>
export type CarryingRequest = z.infer<typeof requestSchema>
export type SurfaceTrigger = z.infer<typeof triggerSchema>
export type RecordRead = z.infer<typeof recordReadSchema>
