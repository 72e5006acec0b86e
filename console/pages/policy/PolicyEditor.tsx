import { useMemo, useRef, useState } from 'react'
import { Button } from '../../../components/ui/Button.tsx'
import { Card } from '../../../components/ui/Card.tsx'
import { Notice } from '../../../components/ui/Notice.tsx'
import { t } from '../../../components/ui/words.ts'
import { policySchema } from '../../../policy/bundle.ts'
import type { PolicyDocument } from '../../../protocol/http/policy.ts'
import type { Rollout } from '../../../protocol/http/rollouts.ts'
import type { Session } from '../../../protocol/http/session.ts'
import { ConfirmDialog } from '../../ConfirmDialog.tsx'
import { Link } from '../../Link.tsx'
import { goTo, pathTo } from '../../router.ts'
import { DraftRules } from './builder/DraftRules.tsx'
import { ConflictNotice } from './ConflictNotice.tsx'
import { policyOfText, textOfPolicy } from './draft.ts'
import { DraftConflict } from './DraftConflict.tsx'
import { Differences } from './Differences.tsx'
import { Findings } from './Findings.tsx'
import { LinedText, type LinedTextHandle } from './LinedText.tsx'
import { linedFindings } from './lined-findings.ts'
import { PublishDialog } from './PublishDialog.tsx'
import type { SavedDraft } from './use-autosave.ts'
import { useDraft } from './use-draft.ts'
import type { Outcome } from './use-publication.ts'

interface PolicyEditorProps {
  readonly view: 'rules' | 'text'
  readonly session: Session
  readonly current: PolicyDocument
  readonly saved: SavedDraft
  readonly openRollout: Rollout | null
  readonly onPublished: (document: PolicyDocument) => void
  readonly onProposed: () => void
  readonly onConflict: () => void
}

/** The draft as rules or as text, checked while it changes. Nothing typed is ever dropped without being asked. */
export function PolicyEditor(props: PolicyEditorProps) {
  const { view, session, current, saved, onPublished, onProposed, onConflict } = props
  const work = useDraft(current, saved)
  const { draft, write, isChanged, json, checked, state, theirs } = work
  const [asking, setAsking] = useState<'publish' | 'discard' | null>(null)
  const [done, setDone] = useState<Outcome | null>(null)
  const text = useRef<LinedTextHandle>(null)
  const findings = useMemo(() => linedFindings(json, checked), [json, checked])
  const marked = useMemo(
    () => new Map(findings.toReversed().map(({ line, severity }) => [line, severity])),
    [findings],
  )
  const built = useMemo(() => policyOfText(draft.text), [draft.text])
  const policy = json?.ok ? (policySchema.safeParse(json.value).data ?? null) : null
  const isSound =
    policy !== null &&
    checked !== null &&
    !checked.failure &&
    !findings.some(({ severity }) => severity === 'error')
  const isBehind = isChanged && draft.basedOn < current.version

  function finish(outcome: Outcome) {
    setAsking(null)
    if (outcome.kind === 'conflict') return onConflict()
    setDone(outcome)
    work.forget()
    saved.replace({ draft: null })
    if (outcome.kind === 'published') onPublished(outcome.document)
    else onProposed()
  }
  const line = !isChanged
    ? t('editor.unchanged')
    : work.savedBy && work.savedBy.id !== session.person.id
      ? t('editor.theirs', { version: draft.basedOn, name: work.savedBy.name })
      : t(`editor.${state}`, { version: draft.basedOn })

  return (
    <div className="editor">
      <div className="live" aria-live="polite">
        {done && !isChanged && <DoneNotice done={done} />}
      </div>
      {theirs && (
        <DraftConflict
          theirs={theirs}
          merged={work.merged}
          chosen={work.sides}
          onChoose={work.choose}
          onTake={work.take}
          onKeepMine={work.keepMine}
          onTakeTheirs={work.forget}
        />
      )}
      {work.taken && (
        <Notice
          kind="info"
          title={t('draft.merged.title', { name: work.taken.name })}
          action={<Button onClick={work.dismissTaken}>{t('draft.merged.close')}</Button>}
        >
          <Differences differences={work.taken.differences} />
        </Notice>
      )}
      {isBehind && (
        <ConflictNotice
          basedOn={draft.basedOn}
          current={current}
          onAdopt={() => write({ basedOn: current.version })}
        />
      )}
      <Card
        title={t('editor.title')}
        text={line}
        actions={
          <>
            <Button onClick={() => goTo('/policy/try')}>{t('try.link')}</Button>
            <Button disabled={!isChanged} onClick={() => setAsking('discard')}>
              {t('editor.discard')}
            </Button>
            <Button
              variant="primary"
              disabled={!isChanged || !isSound || isBehind || theirs !== null}
              onClick={() => setAsking('publish')}
            >
              {t('editor.publish')}
            </Button>
          </>
        }
      >
        <div className="editor-panes">
          {view === 'text' ? (
            <LinedText
              ref={text}
              label={t('editor.label')}
              value={draft.text}
              onChange={(changed) => write({ text: changed })}
              marked={marked}
            />
          ) : built === null ? (
            <Notice kind="warn">{t('editor.text-unsound')}</Notice>
          ) : (
            <DraftRules
              policy={built}
              owner={session.person.name}
              onChange={(changed) => write({ text: textOfPolicy(changed) })}
            />
          )}
          <Findings
            json={json}
            checked={checked}
            findings={findings}
            onLine={(each) => {
              if (view === 'text') text.current?.goToLine(each)
              else goTo(pathTo('/policy/edit'))
            }}
          />
        </div>
      </Card>
      <PublishDialog
        policy={asking === 'publish' ? policy : null}
        basedOn={draft.basedOn}
        note={draft.note}
        current={current}
        openRollout={props.openRollout}
        onNote={(note) => write({ note })}
        onClose={() => setAsking(null)}
        onDone={finish}
      />
      <ConfirmDialog
        open={asking === 'discard'}
        title={t('discard.title')}
        confirm={t('editor.discard')}
        keep={t('discard.keep')}
        onConfirm={async () => {
          const failure = await work.startOver()
          if (failure === null) setAsking(null)
          return failure
        }}
        onClose={() => setAsking(null)}
      >
        <p>{t('discard.text', { version: current.version })}</p>
      </ConfirmDialog>
    </div>
  )
}

function DoneNotice({ done }: { readonly done: Outcome }) {
  if (done.kind === 'conflict') return null
  if (done.kind === 'published') {
    return (
      <Notice kind="ok" title={t('published.title', { version: done.document.version })}>
        {t('published.text')}
      </Notice>
    )
  }
  return (
    <Notice kind="info" title={t('proposed.title')}>
      <p>{t('proposed.text')}</p>
      <Link to="/policy/changes">{t('proposed.show')}</Link>
    </Notice>
  )
}
