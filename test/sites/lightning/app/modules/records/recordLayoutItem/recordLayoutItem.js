import { LightningElement, api } from 'lwc'

export default class RecordLayoutItem extends LightningElement {
  @api item
  @api isEditing = false

  get editTitle() {
    return `Edit ${this.item.label}`
  }

  handleEdit() {
    this.dispatchEvent(new CustomEvent('edit'))
  }

  handleChange(event) {
    const detail = { name: this.item.name, value: event.detail.value }
    this.dispatchEvent(new CustomEvent('fieldchange', { detail }))
  }
}
