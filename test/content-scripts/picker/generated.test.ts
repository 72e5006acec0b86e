import { describe, expect, test } from 'vitest'
import { isGenerated } from '../../../content-scripts/picker/generated.ts'

const lasting = [
  ...['save', 'data-action', 'closeDate', 'close_date', 'opportunity-amount', 'SaveEdit', 'btnSubmit'],
  ...['primary-button', 'record.form', 'email', 'Save', 'Speichern', '保存', 'Сохранить', 'userProfileMenu'],
]
const made = [
  ...[':r1:', ':r1a:', '«r3»', '_r_5_', 'radix-:r3:', 'headlessui-menu-button', 'mui-48213', 'ember123'],
  ...['ext-gen1042', 'yui_3_18_1_1_1', 'gwt-uid-33', '_ngcontent-abc-c12', 'data-v-7ba5bd90', 'svelte-xyz'],
  ...['css-1x2y3z', 'sc-bdVaJa', 'jss42', 'styles_button__3x9Kd', '123:0;a', 'input-7', '9f86d081', '42'],
  ...['550e8400-e29b-41d4-a716-446655440000', 'kXtPqZ', 'bdVaJaKe', 'xkcdfg', 'lwc-4nfn2rc40ch', 'row-12'],
]

describe('a generated name', () => {
  test.each(lasting)('%s is no generated name', (name) => expect(isGenerated(name)).toBe(false))
  test.each(made)('%s is one', (name) => expect(isGenerated(name)).toBe(true))
})
