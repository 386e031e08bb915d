"""Nobody takes a line out of who read what."""

from django.db import migrations

STAYS = """
CREATE TRIGGER look_append_only BEFORE UPDATE OR DELETE ON arbitration_look
    FOR EACH ROW EXECUTE FUNCTION redress_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [("arbitration", "0002_desk"), ("disputes", "0002_triggers")]

    operations = [
        migrations.RunSQL(STAYS, "DROP TRIGGER look_append_only ON arbitration_look;")
    ]
