import { LightningElement, api } from 'lwc'
import { updateRecord } from 'aura/client'

const kinds = { Amount: 'number', CloseDate: 'date' }

export default class BaseRecordForm extends LightningElement {
  @api record
  @api isModal = false
  hasBegun = false
  drafts = {}

  get isEditing() {
    return this.isModal || this.hasBegun
  }

  get items() {
    const { objectName, fields } = this.record
    return Object.keys(fields).map((name) => ({
      name,
      label: name.replace(/(?!^)(?=[A-Z])/g, ' '),
      target: `sfdc:RecordField.${objectName}.${name}`,
      type: kinds[name] ?? 'text',
      formatter: name === 'Amount' ? 'currency' : undefined,
      value: this.drafts[name] ?? fields[name],
    }))
  }

  handleEdit() {
    this.hasBegun = true
  }

  handleChange({ detail: { name, value } }) {
    this.drafts = { ...this.drafts, [name]: kinds[name] === 'number' ? Number(value) : value }
  }

  handleKey(event) {
    if (!event.ctrlKey || event.key !== 's') return
    event.preventDefault()
    void this.handleSave()
  }

  handleCancel() {
    this.drafts = {}
    this.hasBegun = false
  }

  async handleSave() {
    const { id } = this.record
    const answer = await updateRecord(id, this.drafts)
    if (answer.actions[0].state !== 'SUCCESS') return
    this.record = { ...this.record, fields: { ...this.record.fields, ...this.drafts } }
    this.handleCancel()
    this.dispatchEvent(new CustomEvent('saved', { bubbles: true, composed: true }))
  }
}
