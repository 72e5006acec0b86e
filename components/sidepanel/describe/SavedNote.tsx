import { useEffect, useRef } from 'react'
import { safeLink } from '../../panel/safe-link.ts'
import { Button } from '../../ui/Button.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { t } from '../../ui/words.ts'
import type { Saved } from './describe-state.ts'

export interface SavedNoteProps {
  readonly saved: Saved
  readonly onAnother: () => void
  readonly onDone: () => void
}

/** It is a draft at the server; what comes next happens in the console. */
export function SavedNote({ saved, onAnother, onDone }: SavedNoteProps) {
  const href = safeLink(saved.consoleUrl)
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  return (
    <main className="describe">
      <h1 className="describe-title" ref={heading} tabIndex={-1}>
        {t('describe.saved.title', { name: saved.name })}
      </h1>
      <Notice kind="ok">
        {t('describe.saved.text')}
        {saved.warnings > 0 && ` ${t('describe.saved.warnings', { count: saved.warnings })}`}
      </Notice>
      <div className="describe-foot">
        {href !== null && (
          <a
            className="ui-button ui-button-primary ui-button-medium"
            href={href}
            target="_blank"
            rel="noreferrer"
          >
            {t('describe.saved.console')}
          </a>
        )}
        <Button onClick={onAnother}>{t('describe.saved.another')}</Button>
        <Button variant="quiet" onClick={onDone}>
          {t('describe.saved.done')}
        </Button>
      </div>
    </main>
  )
}
