using Distributed.Store.Tests.Contracts;
using Distributed.Store.Tests.Support;

namespace Distributed.Store.Tests.Postgres;

public sealed class PostgresGrainStates() : GrainStateContract(new PostgresTestStore());

public sealed class PostgresCatalog() : CatalogContract(new PostgresTestStore());

public sealed class PostgresJournal() : JournalContract(new PostgresTestStore());

public sealed class PostgresModels() : ModelContract(new PostgresTestStore());

public sealed class PostgresRoutes() : RouteContract(new PostgresTestStore());

public sealed class PostgresDamage() : DamageContract(new PostgresTestStore());

public sealed class PostgresMembership() : MembershipContract(new PostgresTestStore());

public sealed class PostgresStart() : StartContract(new PostgresTestStore());

public sealed class PostgresUpgrade() : UpgradeContract(new PostgresTestStore());

public sealed class PostgresSweeps() : SweepContract(new PostgresTestStore());

public sealed class PostgresRungs() : RungContract(new PostgresTestStore());

public sealed class PostgresEndsOfRuns() : EndOfRunContract(new PostgresTestStore());

public sealed class PostgresLeaderboard() : LeaderboardContract(new PostgresTestStore());

public sealed class PostgresInserts() : InsertContract(new PostgresTestStore());

public sealed class PostgresWriter() : WriterContract(new PostgresTestStore());

public sealed class PostgresKills() : KillContract(new PostgresTestStore())
{
    // What a killed client leaves behind is the server's to clean up, as it does many times a day; once more would show no more.
    protected override int Rounds => 2;
}

public sealed class PostgresBehavesLikeItsModel : ModelBased.StoreBehavesLikeItsModel
{
    protected override int Sequences => 20;

    protected override TestStore CreateStore() => new PostgresTestStore();
}
