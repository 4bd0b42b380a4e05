using Distributed.Store.Tests.Contracts;
using Distributed.Store.Tests.Support;

namespace Distributed.Store.Tests.Sqlite;

public sealed class SqliteGrainStates() : GrainStateContract(new SqliteTestStore());

public sealed class SqliteCatalog() : CatalogContract(new SqliteTestStore());

public sealed class SqliteJournal() : JournalContract(new SqliteTestStore());

public sealed class SqliteModels() : ModelContract(new SqliteTestStore());

public sealed class SqliteRoutes() : RouteContract(new SqliteTestStore());

public sealed class SqliteDamage() : DamageContract(new SqliteTestStore());

public sealed class SqliteMembership() : MembershipContract(new SqliteTestStore());

public sealed class SqliteStart() : StartContract(new SqliteTestStore());

public sealed class SqliteUpgrade() : UpgradeContract(new SqliteTestStore());

public sealed class SqliteSweeps() : SweepContract(new SqliteTestStore());

public sealed class SqliteRungs() : RungContract(new SqliteTestStore());

public sealed class SqliteEndsOfRuns() : EndOfRunContract(new SqliteTestStore());

public sealed class SqliteLeaderboard() : LeaderboardContract(new SqliteTestStore());

public sealed class SqliteInserts() : InsertContract(new SqliteTestStore());

public sealed class SqliteWriter() : WriterContract(new SqliteTestStore());

public sealed class SqliteBehavesLikeItsModel : ModelBased.StoreBehavesLikeItsModel
{
    protected override TestStore CreateStore() => new SqliteTestStore();
}
