import { useEffect, useRef } from 'react'
import { useStore } from 'zustand'
import './side-panel.css'
import { Mark } from '../ui/Mark.tsx'
import { Panel } from '../panel/Panel.tsx'
import { PanelContext } from '../panel/panel-context.ts'
import { Button } from '../ui/Button.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { Notice } from '../ui/Notice.tsx'
import { Spinner } from '../ui/Spinner.tsx'
import { t } from '../ui/words.ts'
import { Describe } from './describe/Describe.tsx'
import type { DescribeStore } from './describe/describe-store.ts'
import { HoldList } from './HoldList.tsx'
import { MemoryList } from './MemoryList.tsx'
import type { SidePanelStore } from './side-panel-store.ts'
import { ManagedNotice } from './ManagedNotice.tsx'
import { StatusStrip } from './StatusStrip.tsx'

export interface SidePanelProps {
  readonly store: SidePanelStore
  readonly describe: DescribeStore
  readonly onForget: (memory: string) => void
  readonly onFlush: () => void
  readonly onEnrol: () => void
}

/** What is open with this rep, and one of them in place. */
export function SidePanel({ store, describe, onForget, onFlush, onEnrol }: SidePanelProps) {
  const { views, status, memories, link, opened, open, escalate } = useStore(store)
  const isDescribing = useStore(describe, ({ isOpen }) => isOpen)
  const last = useRef<string | null>(null)
  useEffect(() => {
    if (opened !== null) last.current = opened.hold
    // Back from a hold, the focus returns to the entry that opened it.
    else if (last.current !== null) document.getElementById(`open-${last.current}`)?.focus()
  }, [opened])

  if (opened !== null) {
    return (
      <PanelContext value={opened.store}>
        <Panel key={opened.hold} />
      </PanelContext>
    )
  }
  if (isDescribing) return <Describe store={describe} />
  return (
    <main className="side">
      <h1 className="side-title">
        <Mark />
        {t('side.title')}
      </h1>
      {link === 'lost' && <Notice kind="warn">{t('link.lost')}</Notice>}
      {status === null || views === null ? (
        <Spinner label={t('loading')} />
      ) : status.enrolled ? (
        <>
          <section className="side-section" aria-labelledby="side-open">
            <h2 id="side-open">{t('side.open')}</h2>
            {views.length === 0 ? (
              <EmptyState title={t('side.none')} text={t('side.none-text')} />
            ) : (
              <HoldList views={views} onOpen={open} onEscalate={escalate} />
            )}
          </section>
          {memories.length > 0 && (
            <section className="side-section" aria-labelledby="side-memories">
              <h2 id="side-memories">{t('side.memories')}</h2>
              <MemoryList memories={memories} onForget={onForget} />
            </section>
          )}
          {status.roles?.includes('admin') && (
            <section className="side-section" aria-labelledby="side-admin">
              <h2 id="side-admin">{t('describe.admin')}</h2>
              <p className="side-text">{t('describe.open-text')}</p>
              <div>
                <Button onClick={() => void describe.getState().open()}>{t('describe.open')}</Button>
              </div>
            </section>
          )}
          <StatusStrip status={status} onFlush={onFlush} />
        </>
      ) : (
        <>
          <ManagedNotice managed={status.managed} />
          <EmptyState
            title={t('side.not-enrolled')}
            text={t('side.not-enrolled-text')}
            action={
              <Button variant="primary" onClick={onEnrol}>
                {t('side.enrol')}
              </Button>
            }
          />
        </>
      )}
    </main>
  )
}
