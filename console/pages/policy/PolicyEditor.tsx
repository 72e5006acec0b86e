import { useMemo, useRef, useState } from 'react'
import { Button } from '../../../components/ui/Button.tsx'
import { Card } from '../../../components/ui/Card.tsx'
import { Notice } from '../../../components/ui/Notice.tsx'
import { t } from '../../../components/ui/words.ts'
import type { PolicyDocument } from '../../../protocol/http/policy.ts'
import { ConfirmDialog } from '../../ConfirmDialog.tsx'
import { ConflictNotice } from './ConflictNotice.tsx'
import { Findings } from './Findings.tsx'
import { LinedText, type LinedTextHandle } from './LinedText.tsx'
import { linedFindings } from './lined-findings.ts'
import { PublishDialog } from './PublishDialog.tsx'
import { useDraft } from './use-draft.ts'

interface PolicyEditorProps {
  readonly current: PolicyDocument
  readonly onPublished: (document: PolicyDocument) => void
  readonly onConflict: () => void
}

/** The policy as text, checked while it is typed. Nothing typed is ever dropped without being asked. */
export function PolicyEditor({ current, onPublished, onConflict }: PolicyEditorProps) {
  const { draft, write, startOver, isChanged, json, checked } = useDraft(current)
  const [asking, setAsking] = useState<'publish' | 'discard' | null>(null)
  const [published, setPublished] = useState<number | null>(null)
  const text = useRef<LinedTextHandle>(null)
  const findings = useMemo(() => linedFindings(json, checked), [json, checked])
  const marked = useMemo(
    () => new Map(findings.toReversed().map(({ line, severity }) => [line, severity])),
    [findings],
  )
  const isSound =
    json?.ok === true &&
    checked !== null &&
    !checked.failure &&
    !findings.some(({ severity }) => severity === 'error')
  const isBehind = isChanged && draft.basedOn < current.version

  return (
    <div className="editor">
      <div className="live" aria-live="polite">
        {published !== null && !isChanged && (
          <Notice kind="ok" title={t('published.title', { version: published })}>
            {t('published.text')}
          </Notice>
        )}
      </div>
      {isBehind && (
        <ConflictNotice
          basedOn={draft.basedOn}
          current={current}
          onAdopt={() => write({ basedOn: current.version })}
        />
      )}
      <Card
        title={t('editor.title')}
        text={isChanged ? t('editor.changed', { version: draft.basedOn }) : t('editor.unchanged')}
        actions={
          <>
            <Button disabled={!isChanged} onClick={() => setAsking('discard')}>
              {t('editor.discard')}
            </Button>
            <Button
              variant="primary"
              disabled={!isChanged || !isSound || isBehind}
              onClick={() => setAsking('publish')}
            >
              {t('editor.publish')}
            </Button>
          </>
        }
      >
        <div className="editor-panes">
          <LinedText
            ref={text}
            label={t('editor.label')}
            value={draft.text}
            onChange={(changed) => write({ text: changed })}
            marked={marked}
          />
          <Findings
            json={json}
            checked={checked}
            findings={findings}
            onLine={(line) => text.current?.goToLine(line)}
          />
        </div>
      </Card>
      <PublishDialog
        open={asking === 'publish'}
        draft={draft}
        json={json}
        current={current}
        onNote={(note) => write({ note })}
        onClose={() => setAsking(null)}
        onConflict={() => {
          setAsking(null)
          onConflict()
        }}
        onPublished={(document) => {
          setAsking(null)
          setPublished(document.version)
          startOver()
          onPublished(document)
        }}
      />
      <ConfirmDialog
        open={asking === 'discard'}
        title={t('discard.title')}
        confirm={t('editor.discard')}
        keep={t('discard.keep')}
        onConfirm={async () => {
          startOver()
          setAsking(null)
          return null
        }}
        onClose={() => setAsking(null)}
      >
        <p>{t('discard.text', { version: current.version })}</p>
      </ConfirmDialog>
    </div>
  )
}
