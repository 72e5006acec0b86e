import { useEffect, useRef } from 'react'
import type { HoldView } from '../../protocol/hold.ts'
import { ActionView } from '../ui/ActionView.tsx'
import { Checkbox } from '../ui/Checkbox.tsx'
import { Digest } from '../ui/Digest.tsx'
import { t } from '../ui/words.ts'
import { Consent } from './Consent.tsx'
import { ContentBox } from './ContentBox.tsx'
import { usePanel } from './panel-context.ts'

export interface ReviewTaskProps {
  readonly view: HoldView
  readonly rule: string
  readonly isDone: boolean
}

/** What goes out, to be read, and one tick. How long and how far it was read is recorded, not policed (F19, F20). */
export function ReviewTask({ view, rule, isDone }: ReviewTaskProps) {
  const asked = usePanel((state) => state.asked)
  const beginReading = usePanel((state) => state.beginReading)
  const reachEnd = usePanel((state) => state.reachEnd)
  const completeReview = usePanel((state) => state.completeReview)
  const clearReview = usePanel((state) => state.clearReview)
  const box = useRef<HTMLDivElement>(null)
  const end = useRef<HTMLDivElement>(null)

  useEffect(() => {
    const shown = new IntersectionObserver((entries) => {
      if (entries.some((entry) => entry.isIntersecting)) beginReading(rule)
    })
    const ended = new IntersectionObserver(
      (entries) => {
        if (entries.some((entry) => entry.isIntersecting)) reachEnd(rule)
      },
      { root: box.current },
    )
    if (box.current) shown.observe(box.current)
    if (end.current) ended.observe(end.current)
    return () => {
      shown.disconnect()
      ended.disconnect()
    }
    // An edit is another text: reading begins again.
  }, [rule, view.digest, beginReading, reachEnd])

  const isTicked = asked === `review:${rule}` || (isDone && asked !== `review-cleared:${rule}`)
  return (
    <>
      <ContentBox ref={box}>
        <ActionView action={view.action} />
        <div ref={end} className="review-end" />
      </ContentBox>
      <Digest digest={view.digest} />
      <Consent>
        <Checkbox
          label={t('review.tick')}
          hint={t('review.hint')}
          checked={isTicked}
          onChange={(event) => (event.target.checked ? completeReview(rule) : clearReview(rule))}
        />
      </Consent>
    </>
  )
}
