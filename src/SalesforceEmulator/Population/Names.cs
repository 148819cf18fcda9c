namespace SalesforceEmulator.Population;

/// <summary>Invented people and companies, in more than one script.</summary>
internal static class Names
{
    public static readonly string[] First =
    [
        "Anna", "Ben", "Carla", "David", "Elif", "Françoise", "Günther", "Hana", "Inês", "Jürgen", "Kofi", "Lucía", "Mateusz", "Noor", "Øyvind", "Priya", "Quentin", "Rosa",
        "Søren", "Tomás", "Ulrike", "Věra", "Wei", "Ximena", "Yuki", "Zoë", "James", "Mary", "Robert", "Linda", "Иван", "陽子", "محمد", "דנה", "Αλέξης", "Seán",
    ];

    public static readonly string[] Last =
    [
        "Smith", "Müller", "García", "O'Brien", "Dvořák", "Nguyễn", "Kowalski", "Øster", "Silva", "de la Cruz", "van den Berg", "Rossi", "Martin", "Schäfer", "Yılmaz", "Kumar",
        "Tanaka", "Ivanova", "Haddad", "Cohen", "Papadopoulos", "MacDonald", "Fernández", "Lefèvre", "Johansson", "Horvath", "Petrov", "山田", "الأحمد", "לוי", "Adams", "Brown",
    ];

    public static readonly string[] Companies =
    [
        "Acme", "Nordwind", "Blue Harbor", "Círculo", "Datenwerk", "Étoile", "Fjord & Sons", "Granite", "Helios", "Iberia Trade", "Jupiter", "Kestrel", "Lumen", "Meridian", "Novák",
        "Orchid", "Polder", "Quartz", "Riverside", "Sakura", "Tundra", "Umbra", "Vesper", "Westwood", "Xenon", "Yarrow", "Zephyr",
    ];

    public static readonly string[] Suffixes = ["Inc.", "GmbH", "Ltd", "S.A.", "B.V.", "LLC", "\"Premium\" Co.", "AG", "Kft.", "K.K."];
}
