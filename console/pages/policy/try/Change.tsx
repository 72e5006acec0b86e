import { formatNumber } from '../../../../components/ui/words.ts'

/** A count now and under the draft: one number where both are the same. */
export function Change({ now, draft }: { readonly now: number; readonly draft: number }) {
  if (now === draft) return <span className="try-same">{now === 0 ? '–' : formatNumber(now)}</span>
  return (
    <span className="try-change" data-way={draft > now ? 'more' : 'less'}>
      {formatNumber(now)} → <strong>{formatNumber(draft)}</strong>
    </span>
  )
}
