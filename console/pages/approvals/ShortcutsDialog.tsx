import { Dialog } from '../../../components/ui/Dialog.tsx'
import { t } from '../../../components/ui/words.ts'

const keys = ['j', 'k', 'a', 'd', 'ctrl-enter', 'esc', 'help'] as const

export function ShortcutsDialog({ open, onClose }: { readonly open: boolean; readonly onClose: () => void }) {
  return (
    <Dialog open={open} title={t('keys.title')} onClose={onClose}>
      <dl className="keys">
        {keys.map((key) => (
          <div key={key}>
            <dt>
              <kbd>{t(`keys.${key}.key`)}</kbd>
            </dt>
            <dd>{t(`keys.${key}`)}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  )
}
