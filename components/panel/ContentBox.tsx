import type { ReactNode, Ref } from 'react'
import { t } from '../ui/words.ts'

export interface ContentBoxProps {
  readonly children: ReactNode
  readonly ref?: Ref<HTMLDivElement>
}

/** A long content in a box of its own, scrolled by mouse or by keyboard. */
export function ContentBox({ children, ref }: ContentBoxProps) {
  return (
    <div className="content-box" ref={ref} role="region" aria-label={t('review.content')} tabIndex={0}>
      {children}
    </div>
  )
}
