import { useEffect, useState } from 'react'
import './time-left.css'
import { Icon } from './Icon.tsx'
import { formatDate, formatLength, t } from './words.ts'

/** Counts down by itself; in the last five minutes it is marked, and after the end it says so. */
export function TimeLeft({ until }: { readonly until: string }) {
  const [now, refresh] = useState(() => Date.now())
  const left = new Date(until).getTime() - now
  const pace = left > 0 && left <= 60_000 ? 1000 : 15_000
  useEffect(() => {
    const timer = setInterval(() => refresh(Date.now()), pace)
    return () => clearInterval(timer)
  }, [pace])
  return (
    <time
      className="ui-time-left"
      dateTime={until}
      title={formatDate(until)}
      data-soon={left < 300_000 || undefined}
    >
      <Icon name="clock" />
      {left > 0 ? t('time-left.left', { length: formatLength(left) }) : t('time-left.over')}
    </time>
  )
}
