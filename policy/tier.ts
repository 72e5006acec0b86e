/** Autonomy tiers in order (S021): 1 suggest, 2 draft, 3 execute with approval, 4 execute autonomously. More is more autonomy. */
export const tiers = [1, 2, 3, 4] as const
export type Tier = (typeof tiers)[number]

/** The six always-approval categories (S071-S104). Their ceiling is tier 3 and no rule can lift it (R1, R2). */
export const alwaysApprovalCategories = [
  'pricing',
  'legal',
  'export',
  'outreach',
  'permissions',
  'public-statement',
] as const
export const categories = [...alwaysApprovalCategories, 'routine'] as const
export type Category = (typeof categories)[number]

/** A ceiling, never a floor: an organisation may set a lower tier, nobody can set a higher one (R1). */
export function ceilingOf(category: Category): Tier {
  return category === 'routine' ? 4 : 3
}
