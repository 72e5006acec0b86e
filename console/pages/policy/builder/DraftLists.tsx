import { useState } from 'react'
import { Button } from '../../../../components/ui/Button.tsx'
import { Card } from '../../../../components/ui/Card.tsx'
import { Dialog } from '../../../../components/ui/Dialog.tsx'
import { t } from '../../../../components/ui/words.ts'
import type { Policy, TermList } from '../../../../policy/bundle.ts'
import { ListForm } from './ListForm.tsx'

interface DraftListsProps {
  readonly policy: Policy
  readonly onChange: (policy: Policy, words: string) => void
}

/** The term lists of a draft. One that a rule names cannot be taken out, because the rule would then hold everything. */
export function DraftLists({ policy, onChange }: DraftListsProps) {
  const [open, setOpen] = useState<TermList | 'new' | null>(null)
  const put = (lists: readonly TermList[], words: string) => onChange({ ...policy, lists: [...lists] }, words)
  return (
    <Card
      title={t('lists.title')}
      text={t('policy.lists-text')}
      actions={<Button onClick={() => setOpen('new')}>{t('lists.new')}</Button>}
    >
      <ul className="rules-list">
        {policy.lists.map((list) => {
          const users = usersOf(policy, list.id)
          return (
            <li key={list.id} className="rule">
              <div className="draft-rule-head">
                <h3>
                  <bdi>{list.name}</bdi>
                </h3>
                <span className="rule-scope">{t('policy.terms', { count: list.terms.length })}</span>
                <Button
                  size="small"
                  aria-label={t('builder.change-named', { name: list.name })}
                  onClick={() => setOpen(list)}
                >
                  {t('builder.edit')}
                </Button>
                <Button
                  size="small"
                  variant="quiet"
                  disabled={users.length > 0}
                  aria-label={t('builder.remove-named', { name: list.name })}
                  onClick={() =>
                    put(
                      policy.lists.filter(({ id }) => id !== list.id),
                      t('lists.removed', { name: list.name }),
                    )
                  }
                >
                  {t('builder.remove')}
                </Button>
              </div>
              <p className="rule-scope">
                {users.length > 0 ? t('lists.used', { rules: users.join(', ') }) : t('lists.unused')}
              </p>
            </li>
          )
        })}
      </ul>
      <Dialog
        open={open !== null}
        title={t(open === 'new' ? 'lists.new' : 'lists.edit-title')}
        onClose={() => setOpen(null)}
        wide
      >
        {open !== null && (
          <ListForm
            list={open === 'new' ? null : open}
            lists={policy.lists}
            onCancel={() => setOpen(null)}
            onDone={(made) => {
              setOpen(null)
              const isNew = open === 'new'
              put(
                isNew
                  ? [...policy.lists, made]
                  : policy.lists.map((one) => (one.id === made.id ? made : one)),
                t(isNew ? 'lists.added' : 'lists.changed', { name: made.name }),
              )
            }}
          />
        )}
      </Dialog>
    </Card>
  )
}

/** Names of the rules that look for a list, and of the lists that mind its names. */
function usersOf({ rules, lists }: Policy, list: string): readonly string[] {
  const looking = rules.filter(({ guardrail: { settings } }) => {
    const named = settings['lists']
    return Array.isArray(named) && named.includes(list)
  })
  return [...looking, ...lists.filter(({ unless }) => unless === list)].map(({ name }) => name)
}
