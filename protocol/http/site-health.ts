import { z } from '../../policy/zod.ts'

/**
 * GET /v1/site-health (admin): surfaces of packs in force whose pages no longer look as the pack says, by what browsers
 * reported in the last week, open ones first.
 */
export const siteTroubleSchema = z.object({
  site: z.string(),
  siteName: z.string(),
  surface: z.string(),
  surfaceName: z.string(),
  /** Where it was seen, at most ten. */
  accounts: z.array(z.string()),
  /** As last reported: `control` was not found at all, or found without these kinds of signals. */
  missing: z.array(z.string()),
  /** How the page is built there: elements, names of attributes, roles and types, without a word or a value of it. */
  fingerprint: z.nullable(z.string()),
  /** Browsers that reported it. */
  devices: z.int(),
  firstAt: z.string(),
  lastAt: z.string(),
  /** The pack published since the last report. null: nobody has mended it, or it was reported again afterwards. */
  mended: z.nullable(
    z.object({
      version: z.int(),
      publishedAt: z.string(),
      /** How many of those browsers have it. */
      devices: z.int(),
    }),
  ),
})
export type SiteTrouble = z.infer<typeof siteTroubleSchema>
export const siteHealthSchema = z.object({ items: z.array(siteTroubleSchema) })
