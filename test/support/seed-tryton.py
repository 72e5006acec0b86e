"""Fills a fresh Tryton database for the test bed, through Tryton's own models only.

Every date and amount is fixed: a test may name record 1 and know what is in it.
Passwords arrive in the environment, so that one place (tryton.ts) holds them.
"""
import argparse
import datetime
import os
from decimal import Decimal

from proteus import Model, Wizard, config as proteus_config

COMPANY = 'Northwind Instruments'
REP_GROUPS = ['Sales', 'Sale Opportunity', 'Marketing']

# name, e-mail, city
PARTIES = [
    ('Alder & Sons', 'ana@alder.example', 'Ghent'),
    ('Birch Logistics', 'bo@birch.example', 'Lyon'),
    ('Cedar Clinics', 'cem@cedar.example', 'Turin'),
    ('Dogwood Foods', 'dora@dogwood.example', 'Porto'),
    ('Elm Energy', 'eli@elm.example', 'Delft'),
    ('Fir Finance', 'fay@fir.example', 'Bern'),
]

# description, party index, amount, close date, state, probability.
# Twelve, so that lists, exports and caps have something to count; several states,
# because a stage button exists only in the states it leaves.
OPPORTUNITIES = [
    ('Lab refit', 0, '12000.00', (2031, 3, 31), 'opportunity', 0.6),
    ('Fleet sensors', 1, '48500.00', (2031, 4, 30), 'opportunity', 0.4),
    ('Ward monitors', 2, '250000.00', (2031, 6, 15), 'opportunity', 0.7),
    ('Cold chain pilot', 3, '7300.50', (2031, 2, 28), 'lead', 0.2),
    ('Grid meters', 4, '99000.00', (2031, 9, 1), 'lead', 0.3),
    ('Vault scales', 5, '15250.25', (2031, 5, 20), 'lead', 0.5),
    ('Spare probes', 0, '980.00', (2031, 1, 15), 'opportunity', 0.9),
    ('Depot scanners', 1, '31000.00', (2031, 7, 7), 'lead', 0.25),
    ('Clinic roll-out', 2, '120000.00', (2031, 8, 31), 'converted', 0.8),
    ('Oven controls', 3, '5400.00', (2031, 3, 3), 'lost', 0.1),
    ('Turbine study', 4, '64000.00', (2031, 10, 10), 'cancelled', 0.1),
    ('Branch counters', 5, '22000.00', None, 'lead', 0.5),
]


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument('--config', required=True)
    arguments.add_argument('--database', required=True)
    options = arguments.parse_args()

    config = proteus_config.set_trytond(
        options.database, user='admin', config_file=options.config)

    finish_module_wizards()
    currency = create_currency()
    company = create_company(currency, config)
    rep = create_users(company, config)
    payment_term = create_payment_term()
    parties = create_parties(payment_term)
    create_opportunities(parties, rep, payment_term)
    products = create_products()
    create_sales(parties, products, payment_term, company)
    create_mailing()
    create_scenario()
    create_saved_export()


def finish_module_wizards():
    """Else the client opens the configuration wizard over the first page."""
    Item = Model.get('ir.module.config_wizard.item')
    for item in Item.find([('state', '!=', 'done')]):
        item.state = 'done'
        item.save()


def create_currency():
    Currency = Model.get('currency.currency')
    currency = Currency(
        name='US Dollar', symbol='$', code='USD', numeric_code='840',
        rounding=Decimal('0.01'), digits=2)
    currency.rates.new(date=datetime.date(2020, 1, 1), rate=Decimal('1'))
    currency.save()
    return currency


def create_company(currency, config):
    party = Model.get('party.party')(name=COMPANY)
    party.contact_mechanisms.new(type='email', value='hello@northwind.example')
    party.save()
    wizard = Wizard('company.company.config')
    wizard.execute('company')
    wizard.form.party = party
    wizard.form.currency = currency
    wizard.execute('add')
    config._context = Model.get('res.user').get_preferences(True, {})
    company, = Model.get('company.company').find()
    return company


def create_users(company, config):
    User = Model.get('res.user')
    Group = Model.get('res.group')
    Employee = Model.get('company.employee')

    person = Model.get('party.party')(name='Robin Rep')
    person.contact_mechanisms.new(type='email', value='robin@northwind.example')
    person.save()
    employee = Employee(party=person, company=company)
    employee.save()

    rep = User(name='Robin Rep', login='rep', email='robin@northwind.example')
    rep.password = os.environ['TRYTON_REP_PASSWORD']
    for name in REP_GROUPS:
        group, = Group.find([('name', '=', name)])
        rep.groups.append(group)
    rep.companies.append(company)
    rep.company = company
    rep.employees.append(Employee(employee.id))
    rep.employee = Employee(employee.id)
    rep.save()

    # A group of its own, so that a test can grant a right and see it arrive.
    Group(name='Field Sales').save()

    admin, = User.find([('login', '=', 'admin')])
    admin.employees.append(Employee(employee.id))
    admin.employee = Employee(employee.id)
    admin.save()
    config._context = User.get_preferences(True, {})
    return employee


def create_payment_term():
    term = Model.get('account.invoice.payment_term')(name='Net 30')
    line = term.lines.new(type='remainder')
    line.relativedeltas.new(days=30)
    term.save()
    return term


def create_parties(payment_term):
    Party = Model.get('party.party')
    parties = []
    for name, email, city in PARTIES:
        party = Party(name=name, customer_payment_term=payment_term)
        address = party.addresses[0] if party.addresses else party.addresses.new()
        address.street = '1 Main Street'
        address.city = city
        party.contact_mechanisms.new(type='email', value=email)
        party.save()
        parties.append(party)
    return parties


def create_opportunities(parties, employee, payment_term):
    Opportunity = Model.get('sale.opportunity')
    Employee = Model.get('company.employee')
    for description, index, amount, close, state, probability in OPPORTUNITIES:
        party = parties[index]
        opportunity = Opportunity(
            party=party,
            description=description,
            start_date=datetime.date(2030, 12, 1),
            end_date=close and datetime.date(*close),
            amount=Decimal(amount),
            conversion_probability=probability,
            employee=Employee(employee.id),
            payment_term=payment_term)
        opportunity.address = party.addresses[0]
        opportunity.contact = party.contact_mechanisms[0]
        opportunity.save()
        move_to(opportunity, state)
        if state in ('lost', 'cancelled'):
            # Tryton writes today's date when it closes one; the client may not change it back.
            opportunity._proxy.write(
                [opportunity.id], {'end_date': datetime.date(*close)},
                opportunity._config.context)


def move_to(opportunity, state):
    steps = {
        'lead': [],
        'opportunity': ['opportunity'],
        'converted': ['opportunity', 'convert'],
        'lost': ['lost'],
        'cancelled': ['cancel'],
    }
    for step in steps[state]:
        opportunity.click(step)


def create_products():
    Template = Model.get('product.template')
    Unit = Model.get('product.uom')
    unit, = Unit.find([('name', '=', 'Unit')])
    category = Model.get('product.category')(name='Goods', accounting=True)
    category.save()
    products = []
    for name, price in [('Probe', '100.00'), ('Monitor', '1250.00')]:
        template = Template(
            name=name, default_uom=unit, type='goods', salable=True,
            sale_uom=unit, list_price=Decimal(price), account_category=category)
        product, = template.products
        product.cost_price = Decimal('40.00')
        template.save()
        products.append(template.products[0])
    return products


def create_sales(parties, products, payment_term, company):
    price_list = Model.get('product.price_list')(name='Standard', company=company)
    price_list.lines.new(formula='unit_price')
    price_list.save()
    partner_list = Model.get('product.price_list')(name='Partners', company=company)
    partner_list.lines.new(formula='unit_price * 0.9')
    partner_list.save()

    Sale = Model.get('sale.sale')
    for party, state in [(parties[0], 'draft'), (parties[1], 'quotation')]:
        sale = Sale(party=party, description='Quotation for %s' % party.name)
        sale.payment_term = payment_term
        sale.price_list = price_list
        for product, quantity in zip(products, [10, 2]):
            line = sale.lines.new()
            line.product = product
            line.quantity = quantity
        sale.save()
        if state == 'quotation':
            sale.click('quote')


def create_mailing():
    mailing_list = Model.get('marketing.email.list')(name='Customers')
    mailing_list.save()
    Email = Model.get('marketing.email')
    for _, address, _ in PARTIES:
        Email(email=address, list_=mailing_list).save()
    Message = Model.get('marketing.email.message')
    for title in ['Spring offer', 'Service notice']:
        Message(
            from_='news@northwind.example', list_=mailing_list, title=title,
            content='<p>Hello from %s</p>' % COMPANY).save()


def create_scenario():
    scenario = Model.get('marketing.automation.scenario')(
        name='Welcome customers', model='party.party')
    scenario.domain = '[["name", "=", "Alder & Sons"]]'
    activity = scenario.activities.new(
        name='Welcome mail', action='send_email')
    activity.email_from = 'news@northwind.example'
    activity.email_title = 'Welcome'
    activity.email_template = '<p>Welcome aboard</p>'
    scenario.save()


def create_saved_export():
    """Shows as an entry of the Print menu, which exports with no dialog at all."""
    export = Model.get('ir.export')(
        name='Pipeline', resource='sale.opportunity')
    for field in ['number', 'party/rec_name', 'amount', 'state.translated']:
        export.export_fields.new(name=field)
    # Without a group it stays its author's own.
    group, = Model.get('res.group').find([('name', '=', 'Sale Opportunity')])
    export.groups.append(group)
    export.save()


if __name__ == '__main__':
    main()
