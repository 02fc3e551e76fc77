
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('collect', '0008_file_profiles'),
    ]

    operations = [
        migrations.AlterField(
            model_name='draft',
            name='kind',
            field=models.CharField(choices=[('orders', 'orders'), ('customers', 'customers'), ('products', 'products'), ('costs', 'costs'), ('tickets', 'tickets'), ('points', 'points')], max_length=12),
        ),
        migrations.AlterField(
            model_name='import',
            name='kind',
            field=models.CharField(choices=[('orders', 'orders'), ('customers', 'customers'), ('products', 'products'), ('costs', 'costs'), ('tickets', 'tickets'), ('points', 'points')], max_length=12),
        ),
        migrations.AlterField(
            model_name='rejectedrow',
            name='reason',
            field=models.CharField(choices=[('cells', 'The row has more cells than there are headings.'), ('no_order', 'The order number is missing.'), ('no_date', 'The date is missing.'), ('bad_date', 'This is not a date in the order that the rest of the column has.'), ('bad_zone', 'The time zone is not known.'), ('early_date', 'The date is before 1970.'), ('late_date', 'The date is more than a day in the future.'), ('no_amount', 'The amount is missing.'), ('bad_amount', 'This is not a number in the way the rest of the column is written.'), ('large_amount', 'The amount has more digits than can be kept (14 before the point, 18 after).'), ('bad_currency', 'This is no ISO 4217 currency.'), ('no_items', 'The order holds no items.'), ('no_sku', 'The product has neither an SKU nor a title.'), ('no_ticket', 'The ticket has no number.'), ('no_points', 'The number of points is missing.'), ('nobody', 'The row names nobody: no id, e-mail, phone or name.')], max_length=16),
        ),
    ]
